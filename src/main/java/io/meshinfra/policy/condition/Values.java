package io.meshinfra.policy.condition;

import io.meshinfra.desired.Presence;
import io.meshinfra.drift.ResourceChange;
import io.meshinfra.policy.Circumstances.About;
import io.meshinfra.policy.Touches;
import io.meshinfra.policy.command.Commands;
import io.meshinfra.policy.risk.Risk;
import io.meshinfra.policy.risk.Risks;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.Touched;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What an expression is told. */
final class Values {
  private final Map<String, Object> common = new HashMap<>();

  Values(Matter matter) {
    List<ResourceChange> changes = matter.changes();
    common.put("plan.changes", (long) changes.size());
    common.put("plan.kinds", changes.stream().map(c -> c.id().kind()).distinct().toList());
    common.put("plan.paths", changes.stream().flatMap(c -> touched(c).paths().stream()).toList());
    common.put("plan.risk", number(Risks.of(matter.plan()).risk()));
    common.put("plan.revision", matter.plan().revision().id());
    common.put("authors", List.copyOf(matter.circumstances().authors()));
    common.put("now", matter.circumstances().now());
    common.put("node.name", matter.plan().node().value());
    // Left out when it is not known, so that an expression that asks for it cannot be told.
    Optional<About> about = matter.circumstances().about(matter.plan().node());
    about.ifPresent(node -> {
      common.put("node.labels", node.labels());
      common.put("node.presence", word(node.presence()));
    });
    for (Risk risk : Risk.values()) {
      common.put(risk.name(), number(risk));
    }
  }

  private static long number(Risk risk) {
    return risk.ordinal();
  }

  private static String word(Presence presence) {
    return presence.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Touched touched(ResourceChange change) {
    return Touches.of(change).orElse(Touched.NOTHING);
  }

  Map<String, Object> ofPlan() {
    return Map.copyOf(common);
  }

  Map<String, Object> of(ResourceChange change) {
    Map<String, Object> values = new HashMap<>(common);
    Touched touched = touched(change);
    values.put("change.id", change.id().toString());
    values.put("change.kind", change.id().kind());
    values.put("change.name", change.id().name());
    values.put("change.action", change.change().word());
    values.put("change.origin", change.origin().word());
    values.put("change.mode", change.resource().terms().mode().word());
    values.put("change.guard", change.resource().terms().guard());
    values.put("change.attributes", attributes(change.change()));
    values.put("change.paths", touched.paths());
    values.put(
        "change.commands",
        touched.commands().stream().flatMap(text -> Commands.of(text).stream()).toList());
    values.put("change.risk", number(Risks.of(change).risk()));
    return values;
  }

  private static List<String> attributes(Change change) {
    return switch (change) {
      case Change.Create create -> List.copyOf(create.to().attributes().keySet());
      case Change.Update update -> List.copyOf(update.differences().keySet());
      case Change.Delete delete -> List.copyOf(delete.was().attributes().keySet());
      case Change.Unverifiable unverifiable -> List.of();
    };
  }
}
