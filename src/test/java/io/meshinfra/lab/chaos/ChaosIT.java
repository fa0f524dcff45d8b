package io.meshinfra.lab.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.support.HubProcess;
import io.meshinfra.support.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Trials over many nodes and kinds: links cut, nodes killed and rebooted, the hub killed, disks
 * filled, clocks moved, at random moments of an apply. Afterwards there is no half-written file, no
 * step was done twice that must not be, nothing is lost from the journal, and every node is in sync
 * or was not for a true reason.
 */
class ChaosIT {
  private static final Trials TRIALS = Trials.asked();

  /** After so many there is nothing more to learn. */
  private static final int MOST_WRONGS = 8;

  private static final Path REPORT = Path.of("target/chaos.txt");

  @TempDir static Path folder;
  private static Lab lab;
  private static HubProcess hub;
  private static ChaosFleet fleet;
  private static final Map<String, ChaosNode> NODES = new TreeMap<>();

  @BeforeAll
  static void up() throws IOException {
    Assumptions.assumeTrue(Lab.possible(), "the lab needs root");
    Assumptions.assumeTrue(HubProcess.possible(), "needs the packaged application");
    List<String> names =
        IntStream.range(0, TRIALS.nodes()).mapToObj(i -> (i % 3 == 2 ? "v" : "s") + i).toList();
    lab =
        Lab.up(
            24,
            names.stream()
                .map(name -> name + (name.startsWith("v") ? ":nosystemd" : ":apt"))
                .collect(Collectors.joining(",")));
    names.forEach(name -> NODES.put(name, new ChaosNode(lab, name)));
    NODES.values().parallelStream().forEach(ChaosNode::prepare);
    fleet = new ChaosFleet(folder, lab);
    hub =
        new HubProcess(
            Files.createDirectory(folder.resolve("hub")),
            folder.resolve("hub.log"),
            Map.of(
                "MESH_SOURCE_REMOTE", fleet.bare().toString(),
                "MESH_SOURCE_INTERVAL", "1s",
                "MESH_SSH_IDENTITIES", lab.key().toString(),
                "MESH_SSH_CONNECT_TIMEOUT", "2s",
                "MESH_LOOP_RETRY_FIRST", "1s",
                "MESH_LOOP_PROBE_TIMEOUT", "20s",
                "MESH_LOOP_GUARD_TIME", "10s",
                "MESH_SECRETS_FOLDERS", fleet.secrets().toString()));
    Files.deleteIfExists(REPORT);
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
  void shouldLoseNothingAndDoNothingTwiceWhateverHappens() throws IOException {
    Tally tally = new Tally(TRIALS);
    Map<String, Wanted> before = new TreeMap<>();
    NODES.keySet().forEach(name -> before.put(name, Wanted.nothing(name)));
    List<String> wrongs = new ArrayList<>();
    for (int number = TRIALS.first() - 1;
        number <= TRIALS.last() && wrongs.size() < MOST_WRONGS;
        number++) {
      Round round = new Round(number, TRIALS, hub, NODES);
      Map<String, Wanted> wanted = round.wanted(before, fleet.secrets());
      make(round, number, before, wanted, tally);
      tell(tally.line(number, round));
      if (!round.story().wrongs().isEmpty()) {
        tell("again with " + TRIALS.again(number) + "\n" + round.story() + tail(hub.saysNow()));
        wrongs.addAll(round.story().wrongs());
      }
      before.putAll(wanted);
    }
    tell(tally.toString());
    assertEquals(List.of(), wrongs, () -> "the stories are in " + REPORT + "\n" + tally);
    assertTrue(tally.isTelling(), "nothing was put to the test:\n" + tally);
  }

  private static void make(
      Round round,
      int number,
      Map<String, Wanted> before,
      Map<String, Wanted> wanted,
      Tally tally) {
    Set<String> known = new TreeSet<>();
    for (ChaosNode node : NODES.values()) {
      known.addAll(node.runs().keySet());
      known.addAll(Checks.leftBy(node));
    }
    Sampling sampling = new Sampling(NODES, before, wanted, round.story());
    try (sampling) {
      String revision = fleet.push(number, wanted.values());
      round.story().tell("git", "pushed " + revision.substring(0, 10));
      if (number < TRIALS.first()) {
        hub.start();
      } else {
        hub.door().post("/source/refresh", "");
        round.trouble();
      }
      Settling settling = new Settling(hub.door(), round, wanted, revision);
      settling.await();
      tally.reasons(settling.reasons());
    }
    Checks checks = new Checks(round, hub.door(), known);
    NODES.values().parallelStream().forEach(node -> checks.node(node, wanted.get(node.name())));
    checks.audit();
    tally.add(round, checks.steps(), sampling.samples());
  }

  private static void tell(String text) throws IOException {
    System.out.println(text);
    Files.writeString(
        REPORT,
        text + "\n",
        java.nio.file.StandardOpenOption.CREATE,
        java.nio.file.StandardOpenOption.APPEND);
  }

  private static String tail(String text) {
    return text.substring(Math.max(0, text.length() - 8000));
  }
}
