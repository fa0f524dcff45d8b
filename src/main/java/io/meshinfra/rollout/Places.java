package io.meshinfra.rollout;

import io.meshinfra.desired.Rollout;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Who may begin now. At most so many nodes are at work or unhealthy at a time; a node that is
 * unhealthy already takes no further place when it begins.
 */
public final class Places {
  private final Rollout rollout;
  private final Progress progress;
  private final Seen seen;
  private final List<NodeName> atWork = new ArrayList<>();
  private final List<NodeName> unavailable = new ArrayList<>();

  public Places(Rollout rollout, Progress progress, Seen seen) {
    this.rollout = rollout;
    this.progress = progress;
    this.seen = seen;
    progress
        .members()
        .forEach((node, member) -> {
          Condition condition = seen.of(node);
          if (!condition.isExcused()) {
            if (member.standing().isUnderWay()) {
              atWork.add(node);
            }
            if (isUnavailable(member.standing(), condition)) {
              unavailable.add(node);
            }
          }
        });
  }

  private static boolean isUnavailable(Standing standing, Condition condition) {
    return standing.isUnderWay()
        || standing == Standing.FAILED
        || condition == Condition.UNHEALTHY
        || condition == Condition.UNKNOWN;
  }

  /** What the wave that is under way waits for, for people; empty when none is. */
  public Optional<String> whatIsAwaited() {
    return progress.phase() == Phase.PROGRESSING
        ? Optional.of(Course.whyNotOver(rollout, progress, seen))
        : Optional.empty();
  }

  /** How many nodes are at work or unhealthy. */
  public int unavailable() {
    return unavailable.size();
  }

  /** What the rollout says to a node. */
  public Turn turn(NodeName node) {
    Optional<Member> member = progress.member(node);
    if (member.isEmpty()) {
      return new Turn.Begin();
    }
    return switch (member.get().standing()) {
      case WORKING, APPLIED, DONE -> new Turn.Begin();
      case UNDOING, UNDONE ->
          new Turn.Back(
              member.get().before(),
              "rollout %s takes revision %s back: %s; waits for something newer"
                  .formatted(rollout.name(), at(), progress.reason()));
      case FAILED -> new Turn.Wait(failed(member.get()));
      case PENDING -> pending(node, member.get());
    };
  }

  private String at() {
    return progress.revision().abbreviated();
  }

  private String failed(Member member) {
    return "it failed in rollout %s at %s: %s; push a mend, or try again: mesh rollout resume %s"
        .formatted(rollout.name(), at(), Printable.line(member.reason()), rollout.name());
  }

  private Turn pending(NodeName node, Member member) {
    if (!progress.phase().isOpen()) {
      return new Turn.Wait(closed());
    }
    if (member.wave() > progress.wave()) {
      return new Turn.Wait(laterWave(member.wave()));
    }
    return noPlace(node).<Turn>map(Turn.Wait::new).orElseGet(Turn.Begin::new);
  }

  private String closed() {
    String name = rollout.name();
    return switch (progress.phase()) {
      case PAUSED ->
          "rollout %s is paused (%s); mesh rollout resume %s ends that"
              .formatted(name, progress.reason(), name);
      case STOPPED ->
          "rollout %s is stopped: %s; push a mend, or try again: mesh rollout resume %s"
              .formatted(name, progress.reason(), name);
      case UNDOING, UNDONE ->
          "rollout %s takes revision %s back: %s; waits for something newer"
              .formatted(name, at(), progress.reason());
      case ABORTED ->
          "rollout %s was %s; waits for something newer".formatted(name, progress.reason());
      case REPLACED -> "rollout %s is replaced: %s".formatted(name, progress.reason());
      case PROGRESSING, DONE -> throw new IllegalStateException("an open rollout is not closed");
    };
  }

  private String laterWave(int wave) {
    return "wave %d of %d (%s) of rollout %s begins when wave %d (%s) is healthy: %s"
        .formatted(
            wave,
            rollout.waveCount(),
            rollout.waveName(wave),
            rollout.name(),
            progress.wave(),
            rollout.waveName(progress.wave()),
            Course.whyNotOver(rollout, progress, seen));
  }

  private Optional<String> noPlace(NodeName node) {
    int most = rollout.mostUnavailable();
    List<NodeName> others = unavailable.stream().filter(other -> !other.equals(node)).toList();
    boolean takesNoFurther = unavailable.contains(node) && seen.of(node) == Condition.UNHEALTHY;
    boolean hasPlace = takesNoFurther ? atWork.size() < most : others.size() < most;
    return hasPlace ? Optional.empty() : Optional.of(waitsFor(most, others));
  }

  private String waitsFor(int most, List<NodeName> others) {
    NodeName first = others.getFirst();
    String more = others.size() == 1 ? "" : " and %d more".formatted(others.size() - 1);
    return "rollout %s: %s may be unavailable at a time (maxUnavailable), and %s%s"
        .formatted(
            rollout.name(),
            Names.counted(most, "node"),
            Names.state(first, progress.members().get(first), seen.of(first)),
            more);
  }

  /** Nodes whose turn it is, in the order in which they should be looked at; no more than may. */
  public List<NodeName> ready() {
    return ready(node -> false);
  }

  /**
   * The same without some of them, which give their places to others.
   *
   * @param leftOut those that were looked at and did not begin, whatever keeps them
   */
  public List<NodeName> ready(Predicate<NodeName> leftOut) {
    if (!progress.phase().isOpen()) {
      return List.of();
    }
    List<NodeName> broken = new ArrayList<>();
    List<NodeName> well = new ArrayList<>();
    for (Map.Entry<NodeName, Member> entry : progress.members().entrySet()) {
      Condition condition = seen.of(entry.getKey());
      boolean may =
          entry.getValue().standing() == Standing.PENDING
              && entry.getValue().wave() <= progress.wave()
              && !condition.isExcused();
      if (may && !leftOut.test(entry.getKey())) {
        (condition == Condition.UNHEALTHY ? broken : well).add(entry.getKey());
      }
    }
    int most = rollout.mostUnavailable();
    List<NodeName> ready =
        new ArrayList<>(broken.stream().limit(Math.max(0, most - atWork.size())).toList());
    well.stream().limit(Math.max(0, most - unavailable.size())).forEach(ready::add);
    return ready;
  }
}
