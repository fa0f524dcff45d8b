package io.meshinfra.report;

import io.meshinfra.drift.Drift;
import io.meshinfra.drift.ResourceChange;
import io.meshinfra.plan.Plan;
import io.meshinfra.plan.Step;
import io.meshinfra.plan.Waiting;
import io.meshinfra.policy.risk.DoorPackages;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A plan or a drift as people read it in a terminal, a journal or a log. */
public final class PlanText {
  private PlanText() {}

  public static String of(Plan plan) {
    StringBuilder out = new StringBuilder();
    out.append(
        "%s at %s: %s".formatted(plan.node(), plan.revision().abbreviated(), headline(plan)));
    for (Step step : plan.steps()) {
      out.append("\n%3d. ".formatted(step.number()));
      out.append(step.changes().size() == 1 ? "" : step.title() + " together");
      step.changes().forEach(change -> change(out, change, step.changes().size() > 1));
      guard(step).ifPresent(text -> out.append("\n     ").append(text));
    }
    unguarded(plan).ifPresent(text -> out.append("\n  ").append(text));
    doorPackages(plan).ifPresent(text -> out.append("\n  ").append(text));
    for (Waiting waiting : plan.waiting()) {
      out.append("\n  waits: ").append(waiting.change().id()).append(": ").append(waiting.reason());
      lines(out, ChangeText.lines(waiting.change().change()));
    }
    return out.append('\n').toString();
  }

  /** A playbook is told when it asks for what it cannot have. */
  private static Optional<String> guard(Step step) {
    boolean asks = step.changes().stream().anyMatch(change -> change.resource().terms().guard());
    return step.guard()
        .map(guard -> "guarded: " + guard.text())
        .or(() ->
            asks
                ? Optional.of(
                    "not guarded: it runs from the hub, and nothing of it could be put back")
                : Optional.empty());
  }

  /** Said before anything begins: packages above all are put back by nobody. */
  private static Optional<String> unguarded(Plan plan) {
    List<Step> others = plan.steps().stream().filter(step -> step.guard().isEmpty()).toList();
    if (others.isEmpty() || others.size() == plan.steps().size()) {
      return Optional.empty();
    }
    String numbers =
        others.stream().map(step -> "" + step.number()).collect(Collectors.joining(", "));
    return Optional.of(
        "not under the guard: %s %s; what %s stays, whatever the guard undoes"
            .formatted(
                others.size() == 1 ? "step" : "steps",
                numbers,
                others.size() == 1 ? "it does" : "they do"));
  }

  /** Also where nothing is guarded: their scripts may shut the hub out, and nobody undoes that. */
  private static Optional<String> doorPackages(Plan plan) {
    List<String> told = new ArrayList<>();
    for (Step step : plan.steps()) {
      step.changes().stream()
          .flatMap(change -> DoorPackages.of(change).stream())
          .map(door -> "step " + step.number() + ", " + door)
          .forEach(told::add);
    }
    return told.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "packages that decide who gets in, and that no guard puts back: "
                + String.join("; ", told));
  }

  private static void change(StringBuilder out, ResourceChange change, boolean onItsOwnLine) {
    out.append(onItsOwnLine ? "\n     " : "").append(ChangeText.headline(change));
    lines(out, ChangeText.lines(change.change()));
  }

  private static void lines(StringBuilder out, List<String> lines) {
    lines.forEach(line -> out.append("\n       ").append(line));
  }

  private static String headline(Plan plan) {
    if (plan.isEmpty() && plan.waiting().isEmpty()) {
      return "nothing to change";
    }
    return "%d %s, %d waiting, plan %s"
        .formatted(
            plan.steps().size(),
            plan.steps().size() == 1 ? "step" : "steps",
            plan.waiting().size(),
            plan.hash());
  }

  /** What differs, whether it will be changed or not. */
  public static String of(Drift drift) {
    StringBuilder out = new StringBuilder();
    out.append(
        "%s at %s: %s"
            .formatted(
                drift.node(), drift.revision().abbreviated(), count(drift.changes().size())));
    for (ResourceChange change : drift.changes()) {
      out.append("\n  ").append(ChangeText.headline(change));
      lines(out, ChangeText.lines(change.change()));
    }
    return out.append('\n').toString();
  }

  private static String count(int changes) {
    return switch (changes) {
      case 0 -> "no differences";
      case 1 -> "1 difference";
      default -> changes + " differences";
    };
  }
}
