package io.meshinfra.network.wireguard;

import io.meshinfra.network.intent.Ipv4;
import io.meshinfra.network.intent.Subnet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** Says a set of addresses with as few networks as there can be, and not one address more. */
final class Cidrs {
  private static final int BITS = 32;

  private Cidrs() {}

  static List<Subnet> of(Collection<Ipv4> addresses) {
    List<Subnet> networks = new ArrayList<>();
    List<Ipv4> sorted = List.copyOf(new TreeSet<>(addresses));
    int begin = 0;
    for (int i = 1; i <= sorted.size(); i++) {
      if (i == sorted.size() || sorted.get(i).number() != sorted.get(i - 1).number() + 1) {
        cover(sorted.get(begin).number(), sorted.get(i - 1).number(), networks);
        begin = i;
      }
    }
    return networks;
  }

  /** The largest network that begins there and does not go too far, then the next one. */
  private static void cover(long first, long last, List<Subnet> networks) {
    long at = first;
    while (at <= last) {
      int length = BITS - Math.min(BITS, Long.numberOfTrailingZeros(at));
      while (at + (1L << BITS - length) - 1 > last) {
        length++;
      }
      networks.add(new Subnet(Ipv4.of(at), length));
      at += 1L << BITS - length;
    }
  }
}
