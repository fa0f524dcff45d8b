package io.meshinfra.network.wireguard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshinfra.network.intent.Ipv4;
import io.meshinfra.network.intent.Subnet;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10.0.0.1|[10.0.0.1/32]",
        "10.0.0.1 10.0.0.2|[10.0.0.1/32, 10.0.0.2/32]",
        "10.0.0.2 10.0.0.3|[10.0.0.2/31]",
        "10.0.0.3 10.0.0.4 10.0.0.5 10.0.0.6 10.0.0.7|[10.0.0.3/32, 10.0.0.4/30]",
        "255.255.255.254 255.255.255.255|[255.255.255.254/31]",
        "0.0.0.0|[0.0.0.0/32]"
      })
  void shouldSayTheSameWithFewNetworks(String addresses, String networks) {
    assertEquals(
        networks,
        Cidrs.of(List.of(addresses.split(" ")).stream().map(Ipv4::parse).toList()).toString());
  }

  @Test
  void shouldSayNothingOfNothing() {
    assertEquals(List.of(), Cidrs.of(List.of()));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void shouldHoldEachAddressOnceAndNoOther(long seed) {
    Random random = new Random(seed);
    TreeSet<Ipv4> addresses = new TreeSet<>();
    for (int i = 0; i < 150; i++) {
      addresses.add(Ipv4.of(0x0A000000L + random.nextInt(256)));
    }
    List<Ipv4> held = new ArrayList<>();
    for (Subnet network : Cidrs.of(addresses)) {
      for (long at = network.first().number(); at <= network.last().number(); at++) {
        held.add(Ipv4.of(at));
      }
    }
    assertEquals(List.copyOf(addresses), held);
  }
}
