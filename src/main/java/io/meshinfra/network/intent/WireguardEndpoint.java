package io.meshinfra.network.intent;

import io.meshinfra.desired.manifest.HostName;
import io.meshinfra.model.Printable;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where WireGuard of a node can be reached from elsewhere.
 *
 * @param host a name, an IPv4 address, or an IPv6 address in brackets
 * @param port empty for the one it listens on
 */
public record WireguardEndpoint(String host, OptionalInt port) {
  private static final Pattern FORM =
      Pattern.compile("(\\[[0-9A-Fa-f:.]{2,45}\\]|[^:\\[\\]]{1,253})(?::([1-9][0-9]{0,4}))?");
  private static final int LAST_PORT = 65_535;

  public static WireguardEndpoint parse(String text) {
    Matcher parts = FORM.matcher(text);
    OptionalInt port = OptionalInt.empty();
    boolean fine = parts.matches();
    if (fine && parts.group(2) != null) {
      port = OptionalInt.of(Integer.parseInt(parts.group(2)));
      fine = port.getAsInt() <= LAST_PORT;
    }
    if (!fine) {
      throw new IllegalArgumentException(
          "expected an endpoint like vpn.example.org or 203.0.113.7:51820, found "
              + Printable.quote(text));
    }
    String host = parts.group(1);
    return new WireguardEndpoint(host.startsWith("[") ? host : HostName.parse(host).value(), port);
  }
}
