package io.meshinfra.report.review;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The one line that many people read only: {@code 3 nodes: 2 change, 1 away since Friday}. */
public final class Headline {
  private static final String NO_PLAN = "no plan: ";

  private Headline() {}

  /** Whether a headline says that there is no plan, which can be tried again. */
  public static boolean tellsOfNoPlan(String headline) {
    return headline.startsWith(NO_PLAN);
  }

  public static String of(PlanReport report) {
    return switch (report.body()) {
      case PlanReport.Planned planned -> planned(planned, report.subject().at());
      case PlanReport.Invalid invalid ->
          "not valid: " + counted(invalid.total(), "mistake", "mistakes");
      case PlanReport.NotPlanned none -> NO_PLAN + none.reason();
    };
  }

  private static String planned(PlanReport.Planned planned, Instant now) {
    List<String> parts = new ArrayList<>();
    seen(planned, parts);
    away(planned, now, parts);
    add(parts, count(planned, n -> n.sight() instanceof Sight.Untold), "could not be probed");
    String all = counted(planned.nodes().size() + planned.untouched(), "node", "nodes") + ": ";
    return all + String.join(", ", parts) + network(planned) + rulings(planned);
  }

  private static String network(PlanReport.Planned planned) {
    if (planned.network().opensToOutside()) {
      return "; more is open to outside";
    }
    return planned.network().difference().isNothing() ? "" : "; who may reach whom changes";
  }

  private static void seen(PlanReport.Planned planned, List<String> parts) {
    long change = count(planned, n -> n.isProbed() && n.carriedOut(Cause.PULL_REQUEST) > 0);
    long drifted = count(planned, n -> n.isProbed() && has(n, Cause.DRIFT));
    long pending = count(planned, n -> n.isProbed() && n.carriedOut(Cause.PENDING) > 0);
    parts.add(change == 0 ? "nothing changes" : change == 1 ? "1 changes" : change + " change");
    add(parts, drifted, drifted == 1 ? "has drifted" : "have drifted");
    add(parts, pending, pending == 1 ? "lags behind" : "lag behind");
  }

  private static void away(PlanReport.Planned planned, Instant now, List<String> parts) {
    List<Instant> away =
        planned.nodes().stream()
            .map(NodePlan::sight)
            .filter(Sight.Predicted.class::isInstance)
            .map(sight -> ((Sight.Predicted) sight).lastSeen())
            .toList();
    if (away.size() == 1) {
      parts.add(
          "1 away since " + Ages.since(away.getFirst(), now) + ", predicted from its last probe");
    } else {
      add(parts, away.size(), "away, predicted from their last probes");
    }
    add(parts, count(planned, n -> n.sight() instanceof Sight.NeverSeen), "away and never probed");
  }

  private static String rulings(PlanReport.Planned planned) {
    List<String> parts = new ArrayList<>();
    add(parts, planned.count(Gate.Ruling.REFUSED), "refused by policy");
    if (parts.isEmpty() && planned.isRefused()) {
      parts.add("refused by policy");
    }
    long waits = planned.count(Gate.Ruling.NOT_NOW);
    add(parts, waits, waits == 1 ? "waits for its time" : "wait for their time");
    long asks = planned.count(Gate.Ruling.AWAITS_APPROVAL);
    add(parts, asks, asks == 1 ? "awaits approval" : "await approval");
    return parts.isEmpty() ? "" : "; " + String.join(", ", parts);
  }

  private static boolean has(NodePlan node, Cause cause) {
    return node.changes().stream().anyMatch(change -> change.cause() == cause);
  }

  private static long count(PlanReport.Planned planned, Predicate<NodePlan> which) {
    return planned.nodes().stream().filter(which).count();
  }

  private static void add(List<String> parts, long count, String what) {
    if (count > 0) {
      parts.add(count + " " + what);
    }
  }

  static String counted(long count, String one, String many) {
    return count + " " + (count == 1 ? one : many);
  }
}
