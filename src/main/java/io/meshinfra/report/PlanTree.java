package io.meshinfra.report;

import io.meshinfra.converge.StepResult;
import io.meshinfra.drift.Drift;
import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.Value;
import io.meshinfra.plan.Plan;
import io.meshinfra.plan.Step;
import io.meshinfra.plan.Waiting;
import io.meshinfra.resource.Change;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A plan or a drift for programs: maps, lists, texts and numbers, as JSON and YAML write them. */
public final class PlanTree {
  private PlanTree() {}

  /** Every resource that is not as it shall be. */
  public static List<Map<String, Object>> of(Drift drift) {
    return drift.changes().stream().map(PlanTree::of).toList();
  }

  public static Map<String, Object> of(Plan plan) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("hash", plan.hash());
    tree.put("steps", plan.steps().stream().map(PlanTree::step).toList());
    tree.put("waiting", plan.waiting().stream().map(PlanTree::waiting).toList());
    return tree;
  }

  /** How steps ended. */
  public static List<Map<String, Object>> of(List<StepResult> results) {
    return results.stream().map(PlanTree::result).toList();
  }

  private static Map<String, Object> result(StepResult result) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("number", result.number());
    tree.put("status", result.status().word());
    tree.put("exitCode", result.exitCode());
    tree.put("milliseconds", result.took().toMillis());
    tree.put("output", result.output());
    return tree;
  }

  private static Map<String, Object> step(Step step) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("number", step.number());
    tree.put("resources", step.changes().stream().map(c -> c.id().toString()).toList());
    tree.put("reason", step.reason());
    tree.put("needs", List.copyOf(step.needs()));
    return tree;
  }

  private static Map<String, Object> waiting(Waiting waiting) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("resource", waiting.change().id().toString());
    tree.put("reason", waiting.reason());
    return tree;
  }

  private static Map<String, Object> of(ResourceChange change) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("resource", change.id().toString());
    tree.put("change", change.change().word());
    tree.put("origin", change.origin().word());
    switch (change.change()) {
      case Change.Create create -> tree.put("attributes", attributes(create));
      case Change.Update update -> tree.put("attributes", attributes(update));
      case Change.Delete delete -> tree.put("attributes", List.of());
      case Change.Unverifiable unverifiable -> {
        tree.put("attributes", List.of());
        tree.put("reason", unverifiable.reason());
      }
    }
    tree.put("text", ChangeText.of(change));
    return tree;
  }

  private static List<Map<String, Object>> attributes(Change.Create create) {
    List<Map<String, Object>> all = new ArrayList<>();
    create.to().attributes().forEach((name, to) -> all.add(attribute(name, Optional.empty(), to)));
    return all;
  }

  private static List<Map<String, Object>> attributes(Change.Update update) {
    List<Map<String, Object>> all = new ArrayList<>();
    update
        .differences()
        .forEach((name, d) -> all.add(attribute(name, d.from(), d.to())));
    return all;
  }

  private static Map<String, Object> attribute(String name, Optional<Value> from, Value to) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", name);
    from.ifPresent(value -> tree.put("from", value.shown()));
    tree.put("to", to.shown());
    List<String> diff = from.map(value -> ChangeText.diff(value, to)).orElse(List.of());
    if (!diff.isEmpty()) {
      tree.put("diff", diff);
    }
    return tree;
  }
}
