package io.meshinfra.cli.hub;

import io.meshinfra.cli.Failure;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Printable;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Parts of addresses of the hub. */
final class Address {
  private Address() {}

  /** Only what may be a name goes into an address. */
  static String node(String name) {
    try {
      return text(NodeName.parse(name).value());
    } catch (IllegalArgumentException e) {
      throw new Failure(Printable.block(e.getMessage()));
    }
  }

  static String text(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
