package io.meshinfra.rest.metrics;

import io.meshinfra.model.NodeName;
import io.meshinfra.reconcile.Hub;
import io.meshinfra.reconcile.paths.NodeWays.Way;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** How many access paths of a node lead in, and how many do not. */
final class PathRows {
  private static final Map<String, Predicate<Way>> STATES =
      Map.of(
          "up",
          Way::isUp,
          "down",
          way -> way.health().isPresent() && !way.isUp() && !way.isRotten(),
          "rotten",
          Way::isRotten,
          "untried",
          way -> way.health().isEmpty());

  private PathRows() {}

  static List<MultiGauge.Row<?>> of(Hub hub, NodeName node) {
    List<MultiGauge.Row<?>> rows = new ArrayList<>();
    STATES.forEach((state, counts) ->
        rows.add(
            MultiGauge.Row.of(
                Tags.of("node", node.value(), "state", state),
                hub,
                h ->
                    h.waysIn()
                        .of(node)
                        .map(ways -> (double) ways.ways().stream().filter(counts).count())
                        .orElse(Double.NaN))));
    return rows;
  }
}
