package io.meshinfra.review;

import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import io.meshinfra.reconcile.rollout.RolloutStatus;
import io.meshinfra.report.review.RolloutOutcome;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What rollouts do with what was merged. Used by one thread. */
final class RolloutsSeen {
  private final Supplier<List<RolloutStatus>> rollouts;
  private List<HowFar> before = List.of();

  RolloutsSeen(Supplier<List<RolloutStatus>> rollouts) {
    this.rollouts = rollouts;
  }

  /** Without the words, which may go on by the second. */
  private record HowFar(
      String name, Revision revision, String phase, int wave, Map<String, Long> standings) {
    static HowFar of(RolloutStatus status) {
      return new HowFar(
          status.name(), status.revision(), status.phase(), status.wave(), status.standings());
    }
  }

  /** Whether any went on since this was asked the last time. */
  boolean wentOn() {
    List<HowFar> now = rollouts.get().stream().map(HowFar::of).toList();
    boolean moved = !now.equals(before);
    before = now;
    return moved;
  }

  /**
   * Those that bring something to these nodes.
   *
   * @param counts whether a revision contains what was merged
   */
  List<RolloutOutcome> of(Set<NodeName> nodes, Predicate<Revision> counts) {
    return rollouts.get().stream()
        .filter(status -> status.nodes().stream().anyMatch(on -> nodes.contains(on.node())))
        .filter(status -> counts.test(status.revision()))
        .map(RolloutsSeen::outcome)
        .toList();
  }

  private static RolloutOutcome outcome(RolloutStatus status) {
    String name =
        status.waves().isEmpty() ? "" : " (" + status.waves().get(status.wave() - 1) + ")";
    return new RolloutOutcome(
        status.name(),
        status.phase(),
        status.wave() + " of " + status.waves().size() + name,
        status.standings().entrySet().stream()
            .filter(count -> count.getValue() > 0)
            .map(count -> count.getValue() + " " + count.getKey())
            .collect(Collectors.joining(", ")),
        status.message());
  }
}
