package io.meshinfra.network;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.meshinfra.desired.Members;
import io.meshinfra.model.Content;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.intent.IntentReader;
import io.meshinfra.network.intent.Reading;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Intents for tests. */
public final class Intents {
  /** A fleet of which nothing is known. */
  public static final Members NO_FLEET = new Members(new TreeMap<>(), false);

  private Intents() {}

  public static Intent sound(String yaml) {
    Reading reading = IntentReader.read("network.yaml", Content.of(yaml));
    return assertInstanceOf(Reading.Sound.class, reading, reading.toString()).intent();
  }

  /** Nodes {@code n0}, {@code n1}, ... with three roles, of which {@code n0} is the hub. */
  public static String nodes(int count) {
    return "version: 1\nmesh: {network: 10.0.0.0/16}\nnodes:\n"
        + IntStream.range(0, count)
            .mapToObj(i ->
                "  n%d: {internal_ip: 10.0.%d.%d, roles: [%s]}%n"
                    .formatted(i, i * 2 / 200, i * 2 % 200 + 1, i == 0 ? "hub" : "r" + i % 3))
            .collect(Collectors.joining());
  }

  /** Rules between whom it happens, of ports that it happens. */
  public static String random(long seed, int nodes, int rules) {
    Random random = new Random(seed);
    StringBuilder yaml = new StringBuilder(nodes(nodes)).append("access_policy:\n");
    List<String> ports = List.of("22", "[80, 443]", "[20-30, 25-40]", "\"*\"", "1-65535", "53");
    List<String> protocols = List.of("tcp", "udp", "any");
    for (int i = 0; i < rules; i++) {
      yaml.append(
          "  - {name: rule-%d, from: %s, to: %s, ports: %s, protocol: %s%s}%n"
              .formatted(
                  i,
                  who(random, nodes),
                  who(random, nodes),
                  ports.get(random.nextInt(ports.size())),
                  protocols.get(random.nextInt(protocols.size())),
                  random.nextInt(3) == 0 ? ", rate_limit: " + (i + 1) + "/minute" : ""));
    }
    return yaml.toString();
  }

  private static String who(Random random, int nodes) {
    return switch (random.nextInt(5)) {
      case 0 -> "\"*\"";
      case 1 -> "role:r" + random.nextInt(3);
      case 2 -> "[n%d, n%d]".formatted(random.nextInt(nodes), random.nextInt(nodes));
      case 3 -> "admin";
      default -> "n" + random.nextInt(nodes);
    };
  }
}
