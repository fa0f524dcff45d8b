package io.meshinfra.tailnet;

import io.meshinfra.model.Printable;
import java.util.List;

/**
 * A device of a tailnet, as the API tells it.
 *
 * @param id by which the API takes it, of letters and digits
 * @param hostname that it gave itself; two devices may have the same
 * @param name its whole name in the tailnet, which no other one has
 * @param addresses in the tailnet
 */
public record Device(String id, String hostname, String name, List<String> addresses) {
  public Device {
    addresses = List.copyOf(addresses);
  }

  /** For people; what the device says of itself is not believed to be printable. */
  @Override
  public String toString() {
    return Printable.line(
        "%s (hostname %s, %s, id %s)".formatted(name, hostname, String.join(" ", addresses), id));
  }
}
