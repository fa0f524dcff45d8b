package io.meshinfra.network.firewall;

import io.meshinfra.network.intent.Ipv4;
import io.meshinfra.network.intent.Subnet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Addresses as few networks, for programs that know no ranges. */
public final class Blocks {
  private static final int BITS = 32;

  private Blocks() {}

  /** Exactly these addresses. */
  public static List<Subnet> of(Collection<Ipv4> addresses) {
    List<Ipv4> sorted = addresses.stream().distinct().sorted().toList();
    List<Subnet> blocks = new ArrayList<>();
    int begin = 0;
    for (int i = 1; i <= sorted.size(); i++) {
      if (i == sorted.size() || sorted.get(i).number() != sorted.get(i - 1).number() + 1) {
        cover(sorted.get(begin).number(), sorted.get(i - 1).number(), blocks);
        begin = i;
      }
    }
    return blocks;
  }

  /** The largest networks that begin where one is and end before the last address does. */
  private static void cover(long first, long last, List<Subnet> blocks) {
    long at = first;
    while (at <= last) {
      int free = at == 0 ? BITS : Math.min(BITS, Long.numberOfTrailingZeros(at));
      while ((1L << free) > last - at + 1) {
        free--;
      }
      blocks.add(new Subnet(Ipv4.of(at), BITS - free));
      at += 1L << free;
    }
  }
}
