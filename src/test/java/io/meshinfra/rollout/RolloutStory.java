package io.meshinfra.rollout;

import io.meshinfra.desired.Rollout;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A rollout to which things happen, a line of text each; all nodes are well at first. */
final class RolloutStory {
  private static final Revision OLD = new Revision("a".repeat(40));

  private final Rollout rollout;
  private final Map<NodeName, Condition> conditions = new HashMap<>();
  private Instant now = Instant.parse("2026-03-02T12:00:00Z");
  private int revision = 1;
  private Progress progress;

  RolloutStory(Rollout rollout) {
    this.rollout = rollout;
    rollout.nodes().forEach(node -> conditions.put(node, Condition.WELL));
    this.progress = Waves.begin(rollout, brought(), Optional.empty(), seen());
    advance();
  }

  private Waves.Brought brought() {
    return new Waves.Brought(
        new Revision(String.valueOf(revision).repeat(40)), "content " + revision);
  }

  private Seen seen() {
    return new Seen(conditions, now);
  }

  private void advance() {
    progress = Course.advance(rollout, progress, seen());
  }

  /** What is to be said of it besides the state after it; a line or nothing. */
  String happens(String line) {
    List<String> words = Arrays.asList(line.split(" "));
    String answer = words.size() == 1 ? toAll(line) : toOne(words);
    advance();
    return answer;
  }

  private String toAll(String what) {
    switch (what) {
      case "pause" -> progress = Happened.paused(progress, "by ada: lunch");
      case "resume" -> progress = Happened.resumed(progress, now);
      case "abort" ->
          progress =
              Happened.aborted(
                  progress, "by ada: enough", rollout.onFailure() == Rollout.OnFailure.UNDO);
      case "push" -> {
        revision++;
        progress = Waves.begin(rollout, brought(), Optional.of(progress), seen());
      }
      case "restart" -> conditions.replaceAll((node, condition) -> Condition.UNKNOWN);
      default -> now = now.plus(Duration.parse("PT" + what.toUpperCase(Locale.ROOT)));
    }
    return "";
  }

  private String toOne(List<String> words) {
    NodeName node = new NodeName(words.getFirst());
    String rest = String.join(" ", words.subList(2, words.size()));
    switch (words.get(1)) {
      case "begins" -> {
        Turn turn = new Places(rollout, progress, seen()).turn(node);
        if (!(turn instanceof Turn.Begin)) {
          return "not yet: " + told(turn) + "\n";
        }
        progress = Happened.begun(progress, node, Optional.of(OLD), now);
      }
      case "applied", "in-sync" -> progress = Happened.inSync(progress, node, now);
      case "healthy" -> progress = Happened.healthy(progress, node, now);
      case "fails" -> progress = Happened.failed(progress, node, rest, now);
      case "put-off" -> progress = Happened.putOff(progress, node, now);
      case "back" -> progress = Happened.wentBack(progress, node, now);
      default -> conditions.put(node, Condition.valueOf(words.get(1).toUpperCase(Locale.ROOT)));
    }
    return "";
  }

  String told() {
    Places places = new Places(rollout, progress, seen());
    String ready =
        places.ready().stream().map(NodeName::value).collect(Collectors.joining(" ", "", ""));
    return "%s, wave %d%s%s%n"
            .formatted(
                progress.phase().word(),
                progress.wave(),
                progress.reason().isEmpty() ? "" : ": " + progress.reason(),
                ready.isEmpty() ? "" : " [ready: " + ready + "]")
        + progress.members().entrySet().stream()
            .map(entry -> told(entry.getKey(), entry.getValue(), places))
            .collect(Collectors.joining());
  }

  private String told(NodeName node, Member member, Places places) {
    return "  %s %d %s: %s%n"
        .formatted(node, member.wave(), member.standing().word(), told(places.turn(node)));
  }

  private static String told(Turn turn) {
    return switch (turn) {
      case Turn.Begin begin -> "may";
      case Turn.Wait wait -> wait.reason();
      case Turn.Back back ->
          "back to "
              + back.to().map(Revision::abbreviated).orElse("nothing")
              + ": "
              + back.reason();
    };
  }
}
