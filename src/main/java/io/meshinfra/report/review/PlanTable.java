package io.meshinfra.report.review;

import io.meshinfra.report.markdown.Markdown;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** One row for each node, or for nodes that are alike. */
final class PlanTable {
  static final Markdown HEAD =
      Markdown.of("| node | changes | risk | seen | policy | plan |\n|---|---|---|---|---|---|");

  private PlanTable() {}

  static Markdown row(Alike alike, Instant now) {
    return Markdown.row(
        List.of(
            nodes(alike),
            changes(alike.first()),
            alike.first().gate().flatMap(Gate::risk).map(Markdown::plain).orElse(dash()),
            sight(alike, now),
            alike.first().gate().map(PlanTable::ruling).orElse(dash()),
            hash(alike)));
  }

  static Markdown nodes(Alike alike) {
    Markdown named = Markdown.codes(alike.named());
    return alike.unnamed() == 0 ? named : Markdown.of("{} and {} more", named, alike.unnamed());
  }

  private static Markdown changes(NodePlan node) {
    List<Markdown> parts = new ArrayList<>();
    count(parts, node.carriedOut(Cause.PULL_REQUEST), Markdown.of("from this pull request"));
    count(parts, node.carriedOut(Cause.DRIFT), Markdown.of("of drift"));
    count(parts, node.carriedOut(Cause.PENDING), Markdown.of("merged before"));
    long waiting = node.changes().stream().filter(change -> !change.isCarriedOut()).count();
    count(parts, waiting, Markdown.of("waiting"));
    count(parts, node.unprobed().size(), Markdown.of("not probed"));
    count(parts, node.leaving().size(), Markdown.of("no longer declared"));
    return parts.isEmpty() ? Markdown.of("none") : Markdown.join(", ", parts);
  }

  private static void count(List<Markdown> parts, long count, Markdown what) {
    if (count > 0) {
      parts.add(Markdown.of("{} {}", count, what));
    }
  }

  private static Markdown sight(Alike alike, Instant now) {
    return switch (alike.first().sight()) {
      case Sight.Probed first -> Markdown.of("probed {}", Ages.ago(oldest(alike, first.at()), now));
      case Sight.Predicted predicted when alike.isOne() ->
          Markdown.of(
              "away: predicted from its last probe, {} ({})",
              Ages.ago(predicted.lastSeen(), now),
              Ages.since(predicted.lastSeen(), now));
      case Sight.Predicted many -> Markdown.of("away: predicted from their last probes");
      case Sight.NeverSeen never -> Markdown.of("away, never probed");
      case Sight.Untold untold -> Markdown.of("not probed: {}", untold.reason());
    };
  }

  private static Instant oldest(Alike alike, Instant first) {
    return alike.nodes().stream()
        .map(node -> node.sight() instanceof Sight.Probed probed ? probed.at() : first)
        .min(Comparator.naturalOrder())
        .orElse(first);
  }

  private static Markdown ruling(Gate gate) {
    return gate.approvals().isEmpty()
        ? Markdown.of("{}", gate.ruling().word())
        : Markdown.of("{}, approved by {}", gate.ruling().word(), Markdown.codes(gate.approvals()));
  }

  private static Markdown hash(Alike alike) {
    Optional<Markdown> one = alike.first().gate().map(gate -> Markdown.code(gate.hash()));
    return alike.isOne() || one.isEmpty() ? one.orElse(dash()) : Markdown.of("each its own");
  }

  private static Markdown dash() {
    return Markdown.of("-");
  }
}
