package io.meshinfra.network.matrix;

import io.meshinfra.network.intent.PortList;
import io.meshinfra.network.intent.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What one may reach of another, or is left of that. */
public record Access(Spans tcp, Spans udp) {
  public static final Access NONE = new Access(Spans.NONE, Spans.NONE);
  public static final Access ALL = new Access(Spans.ALL, Spans.ALL);

  /**
   * Something that a rule opens.
   *
   * @param ports of each of the protocols
   */
  record Opening(Set<Protocol> protocols, PortList ports, Permit permit) {}

  static Access of(List<Opening> openings) {
    return new Access(spans(Protocol.TCP, openings), spans(Protocol.UDP, openings));
  }

  private static Spans spans(Protocol protocol, List<Opening> openings) {
    List<Span> spans = new ArrayList<>();
    for (Opening opening : openings) {
      if (opening.protocols().contains(protocol)) {
        opening
            .ports()
            .ranges()
            .forEach(range -> spans.add(new Span(range.first(), range.last(), opening.permit())));
      }
    }
    return Spans.union(spans);
  }

  public Spans of(Protocol protocol) {
    return switch (protocol) {
      case TCP -> tcp;
      case UDP -> udp;
    };
  }

  public Optional<Permit> at(Protocol protocol, int port) {
    return of(protocol).at(port);
  }

  public Access or(Access other) {
    return new Access(tcp.or(other.tcp), udp.or(other.udp));
  }

  Access without(Access other) {
    return new Access(tcp.without(other.tcp), udp.without(other.udp));
  }

  public boolean isNothing() {
    return tcp.isEmpty() && udp.isEmpty();
  }

  /** Like {@code tcp 22, 443; udp 53}, or a hyphen. */
  @Override
  public String toString() {
    if (isNothing()) {
      return "-";
    }
    if (equals(ALL)) {
      return "*";
    }
    List<String> parts = new ArrayList<>();
    for (Protocol protocol : Protocol.values()) {
      if (!of(protocol).isEmpty()) {
        parts.add(protocol.word() + " " + of(protocol));
      }
    }
    return String.join("; ", parts);
  }
}
