package io.meshinfra.lab;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.Content;
import io.meshinfra.support.FleetRepository;
import io.meshinfra.support.HubProcess;
import io.meshinfra.support.Lab;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} of the hub at random moments while it rolls a revision out: no step is lost, none
 * is done twice, and nobody ever sees half a file. Twenty times with {@code -Dchaos=true}.
 */
class KilledHubIT {
  private static final int ROUNDS = Boolean.getBoolean("chaos") ? 20 : 6;
  private static final int STEPS = 12;
  private static Lab lab;

  @TempDir static Path folder;
  private static FleetRepository repository;
  private static HubProcess hub;

  @BeforeAll
  static void up() {
    Assumptions.assumeTrue(Lab.possible(), "the lab needs root");
    Assumptions.assumeTrue(HubProcess.possible(), "needs the packaged application");
    lab = Lab.up(93, "n1:apt");
    repository = new FleetRepository(folder);
    hub =
        new HubProcess(
            folder,
            Map.of(
                "MESH_SOURCE_REMOTE", repository.bare().toString(),
                "MESH_SOURCE_INTERVAL", "1s",
                "MESH_SSH_IDENTITIES", lab.key().toString()));
  }

  @AfterAll
  static void down() {
    if (hub != null) {
      hub.close();
    }
    if (lab != null) {
      lab.close();
    }
  }

  @Test
  void shouldLoseNoStepAndRepeatNone() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    publish(0);
    lab.sh(
        "n1",
        "nohup sh -c 'while :; do sha256sum </srv/big >>/srv/seen 2>/dev/null; done'"
            + " >/dev/null 2>&1 &");
    hub.start();
    awaitRolledOut(0);

    for (int round = 1; round <= ROUNDS; round++) {
      publish(round);
      pause(random.nextInt(3500));
      hub.kill();
      hub.start();
      awaitRolledOut(round);
      int now = round;
      assertEquals(
          allSteps(),
          steps(round),
          () ->
              "round %d, seed %d%n%s%n%s"
                  .formatted(
                      now,
                      seed,
                      lab.sh("n1", "ls -la --full-time /srv | tail -40 2>&1"),
                      tail(hub.said())));
    }

    List<String> seen = lab.sh("n1", "cut -d' ' -f1 /srv/seen | sort -u").lines().toList();
    TreeSet<String> whole =
        IntStream.rangeClosed(0, ROUNDS)
            .mapToObj(round -> Content.of(big(round)).sha256())
            .collect(Collectors.toCollection(TreeSet::new));
    assertTrue(whole.containsAll(seen), () -> "half a file was seen; seed " + seed);
    assertTrue(seen.size() > 2, "the watcher saw too little to tell");
  }

  /** The moment of the kill is what is random here; nothing is waited for. */
  private static void pause(int milliseconds) {
    await()
        .pollDelay(Duration.ofMillis(milliseconds))
        .atMost(Duration.ofMinutes(1))
        .until(() -> true);
  }

  private static void publish(int round) {
    StringBuilder yaml =
        new StringBuilder(
            """
            apiVersion: mesh-infra/v1
            kind: Profile
            metadata: {name: all}
            spec:
              selector: {}
              resources:
                - file: {path: /srv/big, source: big}
            """);
    for (int step = 1; step <= STEPS; step++) {
      yaml.append(
          """
              - shell:
                  name: step-%1$d
                  check: test -e /srv/done-%2$d-%1$d
                  apply: echo %1$d >>/srv/log-%2$d; sleep 0.1; touch /srv/done-%2$d-%1$d
          """
              .formatted(step, round));
    }
    repository
        .write("nodes.yaml", lab.manifests())
        .write("all.yaml", yaml.toString())
        .write("big", big(round))
        .push("round " + round);
  }

  private static String big(int round) {
    return ("round " + round + "\n").repeat(40_000);
  }

  private static void awaitRolledOut(int round) {
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(300))
        .untilAsserted(() ->
            assertEquals(
                Integer.toString(STEPS),
                lab.sh("n1", "ls /srv | grep -c '^done-%d-'".formatted(round)).strip(),
                () -> "round " + round + "\n" + tail(hub.said())));
  }

  private static String tail(String text) {
    return text.substring(Math.max(0, text.length() - 4000));
  }

  private static List<String> allSteps() {
    return IntStream.rangeClosed(1, STEPS).mapToObj(Integer::toString).toList();
  }

  private static List<String> steps(int round) {
    return Arrays.stream(lab.sh("n1", "cat /srv/log-%d 2>&1".formatted(round)).split("\n"))
        .sorted((a, b) -> Integer.compare(Integer.parseInt(a), Integer.parseInt(b)))
        .toList();
  }
}
