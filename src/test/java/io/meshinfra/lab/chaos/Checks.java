package io.meshinfra.lab.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.support.HubDoor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** What must hold on a node and in the journal when a round is over. */
final class Checks {
  private static final Pattern RUN = Pattern.compile("(\\d{8}t\\d{6}-[0-9a-f]{8}).*");
  private static final String BEING_LEFT = "mesh-infra/alone.new";
  private static final Duration LEAVING = Duration.ofSeconds(30);
  private final Round round;
  private final HubDoor door;
  private final Set<String> known = new TreeSet<>();
  private int steps;

  /**
   * @param known runs and leftovers that were on the nodes before the round
   */
  Checks(Round round, HubDoor door, Set<String> known) {
    this.round = round;
    this.door = door;
    this.known.addAll(known);
  }

  /** Steps that came to an end on the nodes in this round. */
  int steps() {
    return steps;
  }

  void node(ChaosNode node, Wanted wanted) {
    files(node, wanted);
    leftovers(node);
    counters(node, wanted);
    node.runs().forEach((run, events) -> run(node, run, events));
  }

  void audit() {
    JsonNode verdict = door.get("/audit/verify");
    if (!verdict.path("whole").asBoolean()) {
      round.story().wrong("hub", "the audit chain is broken: " + verdict);
    }
  }

  private void files(ChaosNode node, Wanted wanted) {
    wanted
        .files()
        .forEach((name, content) -> {
          if (!node.file(name).equals(content)) {
            round
                .story()
                .wrong(
                    node.name(),
                    "/srv/data/%s is not as wanted: %s"
                        .formatted(name, Sampling.shown(node.file(name))));
          }
        });
    if (!node.file("shared").orElse("").startsWith("somebody else wrote this\n")) {
      round.story().wrong(node.name(), "lines of others are gone from /srv/data/shared");
    }
  }

  /** What is only there while something is at work. */
  static List<String> leftBy(ChaosNode node) {
    return node.all().stream()
        .filter(path ->
            path.contains(".mesh-")
                || path.endsWith("was.tar")
                || path.matches("mesh-infra/runs/.*/step\\..*")
                || path.endsWith(".new"))
        .map(path -> node.name() + ":" + path)
        .toList();
  }

  private void leftovers(ChaosNode node) {
    List<String> left = leftInTheEnd(node);
    String elsewhere =
        node.sh(
            "find /etc /home /root -xdev -name '*mesh-new*' -o -xdev -name '*mesh-guard*'"
                + " 2>/dev/null");
    if (!left.isEmpty() || !elsewhere.isBlank()) {
      round.story().wrong(node.name(), "left behind: " + left + elsewhere);
    }
  }

  /** The catalog is left on a node beside the passes; that may go on for a while after the last. */
  private List<String> leftInTheEnd(ChaosNode node) {
    try {
      return Awaitility.await()
          .atMost(LEAVING)
          .until(() -> leftAnew(node), left -> !left.contains(node.name() + ":" + BEING_LEFT));
    } catch (ConditionTimeoutException e) {
      return leftAnew(node);
    }
  }

  private List<String> leftAnew(ChaosNode node) {
    return leftBy(node).stream().filter(path -> !known.contains(path)).toList();
  }

  /** Begun once, and once more for each time that the node went down. */
  private void counters(ChaosNode node, Wanted wanted) {
    long downs = round.ordeals(node.name()).stream().filter(o -> o.trouble().breaksSteps()).count();
    boolean full =
        round.ordeals(node.name()).stream().anyMatch(o -> o.trouble() == Trouble.DISK_FULL);
    Map<Integer, String> counters = node.counters(wanted.round());
    for (int i = 0; i < wanted.counters(); i++) {
      String log = counters.getOrDefault(i, "");
      long begins = log.lines().filter("begin"::equals).count();
      long ends = log.lines().filter("end"::equals).count();
      boolean fine = full ? ends <= 1 : ends == 1 && begins <= 1 + downs;
      if (!fine && !(ends == 0 && begins >= 1 && downs > 0)) {
        round
            .story()
            .wrong(
                node.name(),
                "step count-%d was begun %d times and ended %d times".formatted(i, begins, ends));
      }
    }
  }

  private void run(ChaosNode node, String name, List<String> events) {
    if (known.contains(name)) {
      return;
    }
    if (events.stream().filter("started"::equals).count() > 1
        || repeated(events, "begin")
        || repeated(events, "end")) {
      round.story().wrong(node.name(), "a step of run " + name + " was done twice: " + events);
    }
    Matcher matcher = RUN.matcher(name);
    if (!matcher.matches()) {
      round.story().wrong(node.name(), "a run with an odd name: " + name);
      return;
    }
    journal(node, name, door.get("/runs/" + matcher.group(1)), events);
  }

  private static boolean repeated(List<String> events, String word) {
    List<String> numbers =
        events.stream()
            .filter(event -> event.startsWith(word + " "))
            .map(event -> event.split(" ")[1])
            .toList();
    return numbers.size() != Set.copyOf(numbers).size();
  }

  /** Everything that ended on the node is in the journal, as it ended. */
  private void journal(ChaosNode node, String name, JsonNode run, List<String> events) {
    round
        .story()
        .tell(
            node.name(),
            "run %s: %s %s"
                .formatted(name, run.path("outcome").asText(), run.path("detail").asText()));
    if (run.path("outcome").asText().isEmpty() || !run.path("node").asText().equals(node.name())) {
      round.story().wrong(node.name(), "run " + name + " has no end in the journal: " + run);
    }
    Map<String, String> told = new TreeMap<>();
    run.path("steps")
        .forEach(step -> told.put(step.path("number").asText(), step.path("exitCode").asText()));
    for (String event : events) {
      String[] words = event.split(" ");
      if (words[0].equals("end")) {
        steps++;
        if (!words[2].equals(told.get(words[1]))) {
          round
              .story()
              .wrong(
                  node.name(),
                  "step %s of run %s ended with %s, in the journal with %s"
                      .formatted(words[1], name, words[2], told.get(words[1])));
        }
      }
    }
  }
}
