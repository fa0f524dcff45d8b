package io.meshinfra.reconcile.rollout;

import io.meshinfra.desired.Rollout;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import io.meshinfra.rollout.Member;
import io.meshinfra.rollout.Phase;
import io.meshinfra.rollout.Places;
import io.meshinfra.rollout.Progress;
import io.meshinfra.rollout.Seen;
import io.meshinfra.rollout.Standing;
import io.meshinfra.rollout.Turn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How far a rollout is, for the doors.
 *
 * @param wave that is under way, from 1; the last one when all are over
 * @param message what else is to be said; may be empty
 */
public record RolloutStatus(
    String name,
    Revision revision,
    Instant begunAt,
    String phase,
    String message,
    int wave,
    List<String> waves,
    List<OnNode> nodes) {
  public RolloutStatus {
    waves = List.copyOf(waves);
    nodes = List.copyOf(nodes);
  }

  /**
   * One node of it.
   *
   * @param reason what went wrong, or what it waits for; empty when there is nothing to say
   */
  public record OnNode(NodeName node, int wave, String standing, String reason, Instant since) {}

  /** Words of all phases that a rollout may be in. */
  public static List<String> phases() {
    return Stream.of(Phase.values()).map(Phase::word).toList();
  }

  /** How many nodes are how far; all words are there, in the order of the way. */
  public Map<String, Long> standings() {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (Standing standing : Standing.values()) {
      counts.put(
          standing.word(),
          nodes.stream().filter(node -> node.standing().equals(standing.word())).count());
    }
    return counts;
  }

  /** How many nodes have the change and are healthy. */
  public long done() {
    return nodes.stream().filter(node -> node.standing().equals(Standing.DONE.word())).count();
  }

  /** How many nodes failed. */
  public long failed() {
    return nodes.stream().filter(node -> node.standing().equals(Standing.FAILED.word())).count();
  }

  static RolloutStatus of(Rollout rollout, Progress progress, Seen seen) {
    Places places = new Places(rollout, progress, seen);
    List<String> waves = new ArrayList<>();
    for (int wave = 1; wave <= rollout.waveCount(); wave++) {
      waves.add(rollout.waveName(wave));
    }
    return new RolloutStatus(
        progress.name(),
        progress.revision(),
        progress.begunAt(),
        progress.phase().word(),
        progress.phase() == Phase.PROGRESSING
            ? places.whatIsAwaited().orElse("")
            : progress.reason(),
        Math.min(progress.wave(), rollout.waveCount()),
        waves,
        progress.members().entrySet().stream().map(entry -> onNode(entry, places)).toList());
  }

  private static OnNode onNode(Map.Entry<NodeName, Member> entry, Places places) {
    Member member = entry.getValue();
    Optional<String> waits =
        member.standing() == Standing.PENDING
                && places.turn(entry.getKey()) instanceof Turn.Wait wait
            ? Optional.of(wait.reason())
            : Optional.empty();
    return new OnNode(
        entry.getKey(),
        member.wave(),
        member.standing().word(),
        waits.orElse(member.reason()),
        member.since());
  }
}
