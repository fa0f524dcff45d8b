package io.meshinfra.network.intent;

import io.meshinfra.model.Printable;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of a node in the mesh, as it is written.
 *
 * @param network that it is in, when the prefix is written with it
 */
record MeshAddress(Ipv4 address, Optional<Subnet> network) {
  private static final Pattern FORM = Pattern.compile("([^/]{1,15})(?:/([1-9][0-9]?))?");

  static MeshAddress parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "expected an address like 10.0.0.1/24, found " + Printable.quote(text));
    }
    Ipv4 address = Ipv4.parse(parts.group(1));
    return new MeshAddress(
        address,
        Optional.ofNullable(parts.group(2))
            .map(length -> Subnet.around(address, bounded(Integer.parseInt(length)))));
  }

  private static int bounded(int length) {
    if (length > 32) {
      throw new IllegalArgumentException("a prefix has 1 to 32 bits, not " + length);
    }
    return length;
  }
}
