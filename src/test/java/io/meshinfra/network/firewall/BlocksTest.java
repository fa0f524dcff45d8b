package io.meshinfra.network.firewall;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshinfra.network.intent.Ipv4;
import io.meshinfra.network.intent.Subnet;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlocksTest {
  private static List<String> of(long first, long last) {
    List<Ipv4> addresses = new ArrayList<>();
    for (long at = first; at <= last; at++) {
      addresses.add(Ipv4.of(at));
    }
    return Blocks.of(addresses).stream().map(Subnet::toString).toList();
  }

  @Test
  void shouldTakeTheLargestThatFit() {
    assertEquals(List.of("0.0.0.0/24"), of(0, 255));
    assertEquals(List.of("0.0.0.1/32", "0.0.0.2/31", "0.0.0.4/32"), of(1, 4));
    assertEquals(List.of("255.255.255.255/32"), of(0xFFFFFFFFL, 0xFFFFFFFFL));
    assertEquals(List.of(), Blocks.of(List.of()));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void shouldHoldExactlyTheAddresses(long seed) {
    Random random = new Random(seed);
    TreeSet<Long> wanted = new TreeSet<>();
    for (int i = 0; i < 300; i++) {
      wanted.add(167_772_160L + random.nextInt(500));
    }

    List<Subnet> blocks = Blocks.of(wanted.stream().map(Ipv4::of).toList());

    TreeSet<Long> held = new TreeSet<>();
    blocks.forEach(block -> {
      for (long at = block.first().number(); at <= block.last().number(); at++) {
        assertEquals(true, held.add(at), "twice");
      }
    });
    assertEquals(wanted, held);
  }
}
