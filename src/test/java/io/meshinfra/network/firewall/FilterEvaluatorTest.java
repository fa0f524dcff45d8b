package io.meshinfra.network.firewall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.meshinfra.network.Intents;
import io.meshinfra.network.intent.Ipv4;
import io.meshinfra.network.intent.Protocol;
import io.meshinfra.network.intent.Rate;
import io.meshinfra.network.matrix.Permit;
import io.meshinfra.network.nftables.NftFirewall;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilterEvaluatorTest {
  private static final String HEAD =
      """
      table inet mesh_infra
      delete table inet mesh_infra
      table inet mesh_infra {
      set l4 {
      type ipv4_addr
      size 65535
      flags dynamic,timeout
      timeout 2m
      }
      set l6 {
      type ipv6_addr
      size 65535
      flags dynamic,timeout
      timeout 2m
      }
      chain input {
      type filter hook input priority filter; policy POLICY;
      """;

  private static Filter ruleset(String policy, String rules) {
    String text = HEAD.replace("POLICY", policy) + rules + "}\n}\n";
    Filter.Reading reading = new NftFirewall().read(new TreeMap<>(Map.of(NftFirewall.PATH, text)));
    return assertInstanceOf(Filter.Reading.Read.class, reading, reading.toString()).filter();
  }

  private static FilterEvaluator evaluator(Filter ruleset) {
    return new FilterEvaluator(ruleset, MeshRange.of(Intents.sound(Intents.nodes(3))));
  }

  private static Packet from(String address, String iif) {
    return new Packet(iif, OptionalLong.of(Ipv4.parse(address).number()), Packet.NEW);
  }

  @Test
  void shouldLetTheFirstRuleDecide() {
    FilterEvaluator evaluator =
        evaluator(ruleset("drop", "tcp dport 22 drop\nmeta l4proto tcp accept\n"));

    assertEquals("tcp 0-21, 23-65535", evaluator.access(from("192.0.2.1", "eth0")).toString());
  }

  @Test
  void shouldOpenWhatNoRuleDecidesWhereThePolicyAccepts() {
    FilterEvaluator evaluator = evaluator(ruleset("accept", "udp dport { 53 } drop\n"));

    assertEquals(
        "tcp *; udp 0-52, 54-65535", evaluator.access(from("192.0.2.1", "eth0")).toString());
  }

  @Test
  void shouldSeeOneAddressThatIsLetIn() {
    FilterEvaluator evaluator =
        evaluator(ruleset("drop", "ip saddr 198.51.100.7 tcp dport 22 accept\n"));

    assertEquals(
        List.of("an address of IPv6: -", "198.51.100.7: tcp 22"),
        evaluator.outside().stream()
            .map(
                sight -> sight.packet().toString().replaceAll(" by .*", "") + ": " + sight.access())
            .toList());
  }

  @Test
  void shouldSeeWhoPretendsToBeInTheMesh() {
    FilterEvaluator evaluator =
        evaluator(ruleset("drop", "ip saddr 10.0.0.0/16 tcp dport 22 accept\n"));

    assertEquals(
        List.of("tcp 22"),
        evaluator.pretending().stream().map(sight -> sight.access().toString()).toList());
  }

  /** Against one port after the other, as a packet goes from rule to rule. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void shouldAgreeWithPacketsOneByOne(long seed) {
    Random random = new Random(seed);
    StringBuilder rules = new StringBuilder();
    for (int i = 0; i < 25; i++) {
      rules.append(rule(random)).append('\n');
    }
    Filter ruleset = ruleset(random.nextInt(4) == 0 ? "accept" : "drop", rules.toString());
    FilterEvaluator evaluator = evaluator(ruleset);

    for (String iif : List.of("wg0", "eth0", "lo")) {
      for (OptionalLong source :
          List.of(
              OptionalLong.empty(),
              OptionalLong.of(Ipv4.parse("10.0.0.1").number()),
              OptionalLong.of(Ipv4.parse("10.0.0.5").number()))) {
        Packet packet = new Packet(iif, source, Packet.NEW);
        for (Protocol protocol : Protocol.values()) {
          for (int port = 0; port < 45; port++) {
            assertEquals(
                walk(ruleset, packet, protocol, port),
                evaluator.access(packet).at(protocol, port),
                packet + " " + protocol + " " + port + "\n" + rules);
          }
        }
      }
    }
  }

  private static String rule(Random random) {
    List<String> sources =
        List.of("", "", "ip saddr 10.0.0.1 ", "ip saddr { 10.0.0.0/30, 10.0.0.8 } ");
    List<String> interfaces =
        List.of("", "", "iifname \"wg0\" ", "iifname != { \"wg0\", \"lo\" } ");
    int port = random.nextInt(40);
    List<String> ports =
        List.of(
            "tcp dport %d ".formatted(port),
            "udp dport { %d-%d } ".formatted(port, port + 4),
            "tcp dport { %d, %d-%d } ".formatted(port, port + 2, port + 9),
            "meta l4proto { tcp, udp } ",
            "meta l4proto udp ");
    List<String> limits =
        List.of(
            "",
            "",
            "ct state new update @l4 { ip saddr limit rate 3/minute burst 3 packets } ",
            "ct state new update @l6 { ip6 saddr limit rate 4/hour burst 4 packets } ");
    String limit = limits.get(random.nextInt(limits.size()));
    return interfaces.get(random.nextInt(interfaces.size()))
        + sources.get(random.nextInt(sources.size()))
        + ports.get(random.nextInt(random.nextInt(8) == 0 ? 5 : 3))
        + limit
        + (limit.isEmpty() && random.nextInt(3) == 0 ? "drop" : "accept");
  }

  private static Optional<Permit> walk(Filter ruleset, Packet packet, Protocol protocol, int port) {
    TreeSet<Rate> rates = new TreeSet<>();
    boolean free = ruleset.accepts();
    for (FilterRule rule : ruleset.rules()) {
      boolean speaks =
          rule.concerns(packet) && rule.ports(protocol).filter(p -> p.contains(port)).isPresent();
      if (speaks && rule.rate().isPresent()) {
        rates.add(rule.rate().get());
      } else if (speaks) {
        free = rule.accepts();
        break;
      }
    }
    return free
        ? Optional.of(Permit.FREE)
        : rates.isEmpty() ? Optional.empty() : Optional.of(Permit.limited(rates));
  }
}
