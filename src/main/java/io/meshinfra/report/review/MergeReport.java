package io.meshinfra.report.review;

import io.meshinfra.model.Revision;
import java.util.Arrays;
import java.util.List;

/**
 * What became of a pull request after its merge.
 *
 * @param subject of the plan that was merged; its time is the time of this report
 * @param merged the commit that brought it into the branch
 * @param nodes that the plan was about, by name
 * @param rollouts that bring it to nodes, by name
 * @param replies to what people have written, the newest few
 */
public record MergeReport(
    Subject subject,
    Revision merged,
    List<NodeOutcome> nodes,
    List<RolloutOutcome> rollouts,
    List<Reply> replies) {
  public MergeReport {
    nodes = List.copyOf(nodes);
    rollouts = List.copyOf(rollouts);
    replies = List.copyOf(replies);
  }

  /** Whether nothing is to be waited for any more. */
  public boolean isSettled() {
    return nodes.stream().allMatch(node -> node.ending().isEnd());
  }

  /** {@code merged as 4b825dc642: 2 converged, 1 away: pending}. */
  public String headline() {
    List<String> counts =
        Arrays.stream(NodeOutcome.Ending.values())
            .filter(ending -> count(ending) > 0)
            .map(ending -> count(ending) + " " + ending.word())
            .toList();
    return "merged as %s: %s"
        .formatted(
            merged.abbreviated(),
            counts.isEmpty() ? "nothing to change on any node" : String.join(", ", counts));
  }

  private long count(NodeOutcome.Ending ending) {
    return nodes.stream().filter(node -> node.ending() == ending).count();
  }
}
