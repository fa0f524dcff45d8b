package io.meshinfra.policy.guard;

import io.meshinfra.drift.ResourceChange;
import io.meshinfra.plan.Guard;
import io.meshinfra.plan.Plan;
import io.meshinfra.plan.Step;
import io.meshinfra.policy.Touches;
import io.meshinfra.policy.risk.WaysIn;
import io.meshinfra.resource.Action;
import io.meshinfra.resource.Touched;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Puts steps under the guard: those that could take a way in away, and those that ask for it. What
 * a plan does, and so its hash, stays the same.
 *
 * @param time within which the hub must be back
 */
public record Guarding(Duration time) {
  /** Enough for a few restarts and logins, short enough to wait for. */
  public static final Duration USUAL_TIME = Duration.ofSeconds(60);

  private static final Duration SHORTEST = Duration.ofSeconds(10);

  public Guarding {
    if (time.compareTo(SHORTEST) < 0 || time.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException(
          "the time of the guard is between 10 s and 1 h, not " + time.toSeconds() + " s");
    }
  }

  /**
   * @param login as whom the hub comes in
   */
  public Plan mark(Plan plan, String login) {
    return plan.with(plan.steps().stream().map(step -> mark(step, login)).toList());
  }

  private Step mark(Step step, String login) {
    Set<String> why = new LinkedHashSet<>();
    for (ResourceChange change : step.changes()) {
      if (change.resource().terms().guard()) {
        why.add(change.id() + " asks for it");
      }
      why.addAll(WaysIn.threatened(change, login));
    }
    return why.isEmpty() || isPlaybook(step)
        ? step
        : step.under(guard(step, String.join("; ", why)));
  }

  /** It runs from the hub, and nobody knows beforehand what it does. */
  private static boolean isPlaybook(Step step) {
    return step.actions().stream().anyMatch(Action.RunAnsible.class::isInstance);
  }

  private Guard guard(Step step, String why) {
    List<String> paths = new ArrayList<>();
    List<String> trees = new ArrayList<>();
    List<String> units = new ArrayList<>();
    boolean whole = true;
    for (ResourceChange change : step.changes()) {
      Touched touched = Touches.of(change).orElse(Touched.command("anything"));
      touched.paths().forEach(path -> add(path, paths, trees));
      List<String> ofChange = WaysIn.units(change);
      units.addAll(ofChange);
      whole &= touched.commands().isEmpty() || !touched.paths().isEmpty() || !ofChange.isEmpty();
    }
    for (Action action : step.actions()) {
      if (action instanceof Action.RunShell run) {
        run.replaces().forEach(path -> add(path, paths, trees));
      }
    }
    return new Guard(time, why, paths, trees, units, whole);
  }

  private static void add(String path, List<String> paths, List<String> trees) {
    if (path.endsWith("/") && path.length() > 1) {
      trees.add(path.substring(0, path.length() - 1));
    } else {
      paths.add(path);
    }
  }
}
