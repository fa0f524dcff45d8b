package io.meshinfra.network.identity;

import io.meshinfra.model.Printable;
import io.meshinfra.network.intent.Ipv4;
import io.meshinfra.network.intent.Subnet;

/** A network that a certificate may be used from, as OpenSSH writes it; IPv4, as the mesh is. */
public final class SourceNetwork {
  private SourceNetwork() {}

  /**
   * @throws IllegalArgumentException when it is something else
   */
  public static String checked(String text) {
    try {
      return text.indexOf('/') < 0 ? Ipv4.parse(text).toString() : Subnet.parse(text).toString();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "expected an address or network like 192.0.2.0/24, found " + Printable.quote(text), e);
    }
  }
}
