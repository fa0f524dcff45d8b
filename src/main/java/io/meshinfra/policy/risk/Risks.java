package io.meshinfra.policy.risk;

import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.Printable;
import io.meshinfra.plan.Plan;
import io.meshinfra.plan.Step;
import io.meshinfra.policy.Touches;
import io.meshinfra.policy.command.Commands;
import io.meshinfra.policy.risk.Assessment.Ground;
import io.meshinfra.policy.sudoers.Lockout;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.Touched;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Classes of risk of changes, steps and plans. */
public final class Risks {
  /** More changes than somebody reads one by one. */
  private static final int MANY = 20;

  private static final int VERY_MANY = 100;

  private Risks() {}

  public static Assessment of(Plan plan) {
    Assessment all =
        plan.steps().stream().map(Risks::of).reduce(Assessment.NOTHING_SPECIAL, Assessment::and);
    int changes = plan.steps().stream().mapToInt(step -> step.changes().size()).sum();
    if (changes <= MANY) {
      return all;
    }
    Risk risk = changes > VERY_MANY ? Risk.HIGH : Risk.MEDIUM;
    return all.and(Assessment.of(List.of(new Ground(risk, changes + " changes at once"))));
  }

  public static Assessment of(Step step) {
    return step.changes().stream()
        .map(Risks::of)
        .reduce(Assessment.NOTHING_SPECIAL, Assessment::and);
  }

  public static Assessment of(ResourceChange change) {
    List<Ground> grounds = new ArrayList<>();
    Touches.of(change)
        .ifPresentOrElse(
            touched -> add(touched, grounds),
            () ->
                grounds.add(
                    new Ground(
                        Risk.MEDIUM,
                        "what " + change.id() + " touches cannot be told beforehand")));
    if (change.change() instanceof Change.Delete) {
      grounds.add(new Ground(Risk.MEDIUM, change.id() + " is removed"));
    }
    if (change.resource().terms().guard()) {
      grounds.add(new Ground(Risk.HIGH, change.id() + " asks for the guard"));
    }
    return Assessment.of(grounds);
  }

  private static void add(Touched touched, List<Ground> grounds) {
    touched.paths().forEach(path -> RiskyPaths.of(path).ifPresent(grounds::add));
    for (String text : touched.commands()) {
      Commands.of(text).stream()
          .map(Risks::lockout)
          .flatMap(Optional::stream)
          .forEach(grounds::add);
    }
    if (!touched.commands().isEmpty()) {
      grounds.add(new Ground(Risk.MEDIUM, "runs commands"));
    }
  }

  /** The arguments are left out: they may hold what nobody should read. */
  private static Optional<Ground> lockout(String command) {
    String program = Printable.line(command.split(" ", 2)[0]);
    return Lockout.by(command)
        .map(effect -> new Ground(Risk.CRITICAL, "runs " + program + ", which " + effect));
  }
}
