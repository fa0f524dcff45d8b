package io.meshinfra.reconcile.rollout;

import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.Semaphore;
import io.meshinfra.journal.SemaphoreJournal;
import io.meshinfra.journal.SemaphoreJournal.Held;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.RunId;
import io.meshinfra.plan.Plan;
import io.meshinfra.policy.Circumstances;
import io.meshinfra.policy.Finding;
import io.meshinfra.policy.Rule;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Named semaphores across nodes: whose plan takes one that others have waits until one of their
 * runs has ended, the guard included. They are taken with the run in the journal, so they outlive
 * the hub as the run does.
 */
public final class Semaphores {
  /**
   * A run whose node has been out of sight for that long gives its semaphores up: a node that died
   * at work must not keep all others from ever changing that again. Steps under a guard have been
   * confirmed or undone long before.
   */
  static final Duration LONGEST = Duration.ofHours(1);

  private final SemaphoreJournal journal;
  private final Supplier<Optional<Fleet>> fleet;
  private final Clock clock;

  Semaphores(SemaphoreJournal journal, Supplier<Optional<Fleet>> fleet, Clock clock) {
    this.journal = journal;
    this.fleet = fleet;
    this.clock = clock;
  }

  /** By which plans are judged that would begin; none when nothing takes any. */
  List<Rule> rules() {
    return declared().isEmpty() ? List.of() : List.of(new Free(this));
  }

  private List<Semaphore> declared() {
    return fleet.get().map(Fleet::semaphores).orElse(List.of());
  }

  private List<Semaphore> takenBy(Plan plan) {
    return declared().stream()
        .filter(semaphore ->
            plan.steps().stream()
                .flatMap(step -> step.changes().stream())
                .anyMatch(change -> semaphore.isTakenBy(change.resource())))
        .toList();
  }

  /** The run of an approved plan takes what it needs; written before anything is sent. */
  void take(RunId run, Plan plan) {
    List<Semaphore> taken = takenBy(plan);
    if (!taken.isEmpty()) {
      Set<String> names = new TreeSet<>();
      taken.forEach(semaphore -> names.add(semaphore.name()));
      journal.take(run, plan.node(), names);
    }
  }

  /** All that are held now; nodes that have left the fleet hold nothing. */
  public List<Held> held() {
    return journal.held().stream()
        .filter(held -> clock.instant().isBefore(held.since().plus(LONGEST)))
        .filter(held -> fleet.get().map(f -> f.node(held.node()).isPresent()).orElse(true))
        .toList();
  }

  private List<Finding> refusals(Plan plan) {
    List<Semaphore> needed = takenBy(plan);
    List<Finding> findings = new ArrayList<>();
    if (!needed.isEmpty()) {
      List<Held> held = held();
      needed.forEach(semaphore -> refusal(plan.node(), semaphore, held).ifPresent(findings::add));
    }
    return findings;
  }

  private static Optional<Finding> refusal(NodeName node, Semaphore semaphore, List<Held> held) {
    List<String> others =
        held.stream()
            .filter(one -> one.semaphore().equals(semaphore.name()) && !one.node().equals(node))
            .map(one -> "%s since %s".formatted(one.node(), one.since()))
            .distinct()
            .toList();
    return others.size() < semaphore.capacity()
        ? Optional.empty()
        : Optional.of(
            Finding.refusal(
                "semaphore",
                "the semaphore %s (capacity %d) is held by %s"
                    .formatted(semaphore.name(), semaphore.capacity(), String.join(", ", others)),
                Finding.Ends.WITH_ANOTHER_RUN));
  }

  /** The rule by which a plan waits. */
  private record Free(Semaphores semaphores) implements Rule {
    @Override
    public String id() {
      return "semaphore";
    }

    @Override
    public List<Finding> judge(Plan plan, Circumstances circumstances) {
      return semaphores.refusals(plan);
    }

    @Override
    public boolean watchesOthers() {
      return true;
    }
  }
}
