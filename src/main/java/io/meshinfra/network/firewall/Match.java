package io.meshinfra.network.firewall;

import io.meshinfra.network.intent.PortList;
import io.meshinfra.network.intent.Protocol;
import io.meshinfra.network.intent.Rate;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** One condition of a rule. */
public sealed interface Match {
  /** Of the connection. */
  record State(Set<String> states) implements Match {
    public State {
      states = Set.copyOf(states);
    }
  }

  /** IPv4, or IPv6. */
  record Family(boolean six) implements Match {}

  /** By which it comes in. */
  record Interface(boolean negated, Set<String> names) implements Match {
    public Interface {
      names = Set.copyOf(names);
    }
  }

  /** IPv4 only, and from one of these, by where a range begins. */
  record Source(NavigableMap<Long, Long> ranges) implements Match {
    public Source {
      ranges = Collections.unmodifiableNavigableMap(new TreeMap<>(ranges));
    }

    boolean has(long address) {
      var range = ranges.floorEntry(address);
      return range != null && address <= range.getValue();
    }
  }

  /** IPv6 only, and from the same link: {@code fe80::/10}. */
  record Neighbours() implements Match {}

  /** IPv6 only, and to many at once on the same link: {@code ff02::/16}. */
  record ToTheLink() implements Match {}

  /** From this port. */
  record SourcePort(Protocol protocol, int port) implements Match {}

  /** Any port of these. */
  record Transport(Set<Protocol> protocols) implements Match {
    public Transport {
      protocols = Set.copyOf(protocols);
    }
  }

  /** These ports. */
  record Ports(Protocol protocol, PortList ports) implements Match {}

  /** Messages that have no ports. */
  record Icmp(boolean six, Set<String> types) implements Match {
    public Icmp {
      types = Set.copyOf(types);
    }
  }

  /** Any message that has no ports. */
  record AnyIcmp(boolean six) implements Match {}

  /** As long as an address of the family keeps to the rate. */
  record Limit(boolean six, Rate rate) implements Match {}
}
