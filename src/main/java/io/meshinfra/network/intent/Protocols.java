package io.meshinfra.network.intent;

import io.meshinfra.model.Printable;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What a rule is about: {@code tcp}, {@code udp} or {@code any} of them. */
record Protocols(Set<Protocol> of) {
  static final Protocols ANY = new Protocols(EnumSet.allOf(Protocol.class));
  static final Protocols TCP = new Protocols(EnumSet.of(Protocol.TCP));

  Protocols {
    of = Collections.unmodifiableSet(EnumSet.copyOf(of));
  }

  static Protocols parse(String text) {
    return switch (text) {
      case "tcp" -> TCP;
      case "udp" -> new Protocols(EnumSet.of(Protocol.UDP));
      case "any" -> ANY;
      default ->
          throw new IllegalArgumentException(
              "expected tcp, udp or any, found " + Printable.quote(text));
    };
  }
}
