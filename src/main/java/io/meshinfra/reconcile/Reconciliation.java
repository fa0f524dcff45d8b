package io.meshinfra.reconcile;

import io.meshinfra.converge.Converger;
import io.meshinfra.converge.Inspection;
import io.meshinfra.converge.Outcome;
import io.meshinfra.drift.Drift;
import io.meshinfra.drift.Past;
import io.meshinfra.plan.Plan;
import io.meshinfra.plan.Planner;
import io.meshinfra.plan.Rollback;
import io.meshinfra.plan.Tries;
import io.meshinfra.policy.ApprovedPlan;
import io.meshinfra.policy.Verdict;
import io.meshinfra.policy.guard.Guarding;
import io.meshinfra.probe.PlaybookChecks.Freshness;
import io.meshinfra.probe.Prober;
import io.meshinfra.reconcile.pass.Admission;
import io.meshinfra.reconcile.pass.Memory;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.reconcile.pass.PassListener;
import io.meshinfra.reconcile.pass.PassReport;
import io.meshinfra.reconcile.pass.RunIds;
import io.meshinfra.reconcile.pass.Unfinished;
import io.meshinfra.reconcile.pass.Work;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One pass over one node, from probe to report. Reads like the way of the data: probe, drift, plan,
 * policy, converge; whatever happens on the way, the pass ends with a report.
 */
public final class Reconciliation {
  private final Inspection inspection;
  private final Admission admission;
  private final Converger converger;
  private final Memory memory;
  private final RunIds ids;
  private final Guarding guarding;
  private final Clock clock;

  /** For catalogs without secrets, with the usual time of the guard. */
  public Reconciliation(
      Prober prober,
      Admission admission,
      Converger converger,
      Memory memory,
      RunIds ids,
      Clock clock) {
    this(
        new Inspection(prober),
        admission,
        converger,
        memory,
        ids,
        new Guarding(Guarding.USUAL_TIME),
        clock);
  }

  public Reconciliation(
      Inspection inspection,
      Admission admission,
      Converger converger,
      Memory memory,
      RunIds ids,
      Guarding guarding,
      Clock clock) {
    this.inspection = inspection;
    this.admission = admission;
    this.converger = converger;
    this.memory = memory;
    this.ids = ids;
    this.guarding = guarding;
    this.clock = clock;
  }

  /** Makes the node agree with its catalog, as far as modes and policy allow. */
  public Pass reconcile(Work work, PassListener listener) {
    Optional<Pass> outOfSight = recover(work, listener);
    return outOfSight.isPresent() ? outOfSight.get() : pass(work, listener);
  }

  private Pass pass(Work work, PassListener listener) {
    return made(work, listener, (plan, report) -> Optional.of(plan));
  }

  /** Which plan goes on to the gate, if any does. */
  private interface Choice {
    Optional<Plan> of(Plan plan, PassReport report);
  }

  private Pass made(Work work, PassListener listener, Choice choice) {
    PassReport report = new PassReport(ids.next(), work, memory, clock, listener);
    report.begin();
    try {
      look(work, report)
          .map(drift -> plan(work, drift, tries(work), report))
          .flatMap(plan -> choice.of(plan, report))
          .flatMap(plan -> approved(plan, report))
          .ifPresent(plan -> converge(work, plan, report));
    } catch (RuntimeException e) {
      report.outcome(new Outcome.Failed("the hub itself failed: " + e));
      throw e;
    } finally {
      report.end();
    }
    return report.pass();
  }

  /** GitLooks and decides, and changes nothing. */
  public Pass preview(Work work, PassListener listener) {
    PassReport report = new PassReport(ids.next(), work, Memory.NONE, clock, listener);
    look(work, report)
        .map(drift -> plan(work, drift, Tries.NONE, report))
        .flatMap(plan -> wouldBeApproved(plan, report))
        .ifPresent(plan -> report.outcome(new Outcome.Skipped("preview only")));
    return report.pass();
  }

  /**
   * Carries out a plan that a person has seen and agreed to. The node is probed again, and when it
   * would get another plan by now, nothing is done.
   */
  public Pass carryOut(Work work, Plan seen, PassListener listener) {
    return made(work, listener, (plan, report) -> asSeen(plan, seen, report));
  }

  /**
   * Undoes what was applied before, because a person wants so, and looks at the node afterwards.
   *
   * @param planned asks the node what it keeps; called once the run is begun
   */
  Pass rollBack(Work work, Supplier<Rollback.Answer> planned, PassListener listener) {
    PassReport report = new PassReport(ids.next(), work, memory, clock, listener);
    report.begin();
    try {
      past(work, report);
      switch (planned.get()) {
        case Rollback.Answer.Impossible no -> report.outcome(new Outcome.Skipped(no.reason()));
        case Rollback.Answer.Possible(Plan undoing, int to) -> {
          Plan plan = guarding.mark(undoing, work.target().user());
          report.planned(plan);
          approved(plan, report).ifPresent(approved -> undo(work, approved, to, report));
        }
      }
    } catch (RuntimeException e) {
      report.outcome(new Outcome.Failed("the hub itself failed: " + e));
      throw e;
    } finally {
      report.end();
    }
    return report.pass();
  }

  private void undo(Work work, ApprovedPlan plan, int to, PassReport report) {
    report.maybeAtWork();
    report.convergence(
        converger.rollBack(
            plan, to, work.target(), work.catalog(), report.run(), report.past(), report));
  }

  private static Optional<Plan> asSeen(Plan plan, Plan seen, PassReport report) {
    if (plan.isEmpty() || plan.hash().equals(seen.hash())) {
      return Optional.of(plan);
    }
    report.outcome(
        new Outcome.Failed(
            "the node has changed since the plan was shown, and nothing was done; look at the new"
                + " plan and agree again"));
    return Optional.empty();
  }

  /**
   * Runs that a killed hub or a lost link left behind are watched to their end, never sent again,
   * and closed as runs of the revision they had; the pass that follows tells which drift is left.
   * The report of one that is still out of sight ends the pass.
   */
  private Optional<Pass> recover(Work work, PassListener listener) {
    for (Unfinished left : memory.unfinished(work.node())) {
      PassReport report = PassReport.foundAgain(left, work, memory, clock, listener);
      report.convergence(
          converger.findAgain(work.target(), left.segments(), left.results(), report));
      report.end();
      if (!report.isOver()) {
        return Optional.of(report.pass());
      }
    }
    return Optional.empty();
  }

  /** Probes the node and compares it with its catalog. */
  private Optional<Drift> look(Work work, PassReport report) {
    report.probing();
    Freshness freshness = work.insist() ? Freshness.NEW : Freshness.KEPT_IS_FINE;
    return switch (inspection.look(
        work.target(), work.catalog(), freshness, () -> past(work, report))) {
      case Inspection.Result.Seen seen -> {
        report.found(seen.drift());
        yield Optional.of(seen.drift());
      }
      case Inspection.Result.Away away -> {
        report.away(away.why());
        yield Optional.empty();
      }
      case Inspection.Result.Barred barred -> {
        report.barred(barred.why());
        yield Optional.empty();
      }
      case Inspection.Result.Failed failed -> {
        report.outcome(new Outcome.Failed(failed.reason()));
        yield Optional.empty();
      }
    };
  }

  private Past past(Work work, PassReport report) {
    Past past = memory.past(work.node());
    report.remembered(past);
    return past;
  }

  private Tries tries(Work work) {
    return work.insist() ? Tries.NONE : memory.tries(work.node(), work.catalog().revision());
  }

  private Plan plan(Work work, Drift drift, Tries tries, PassReport report) {
    Plan plan = guarding.mark(Planner.plan(drift, tries), work.target().user());
    report.planned(plan);
    return plan;
  }

  /** Through the gate; from here on the run is in the memory, before anything is sent. */
  private Optional<ApprovedPlan> approved(Plan plan, PassReport report) {
    if (plan.isEmpty()) {
      report.nothingToDo(plan);
      return Optional.empty();
    }
    return judged(admission.admit(plan, () -> memory.planned(report.run(), plan)), plan, report);
  }

  private Optional<ApprovedPlan> wouldBeApproved(Plan plan, PassReport report) {
    if (plan.isEmpty()) {
      report.nothingToDo(plan);
      return Optional.empty();
    }
    return judged(admission.judge(plan), plan, report);
  }

  private static Optional<ApprovedPlan> judged(Verdict verdict, Plan plan, PassReport report) {
    report.judged(verdict);
    return switch (verdict) {
      case Verdict.Approved approved -> Optional.of(approved.plan());
      case Verdict.AwaitingApproval asks -> {
        report.outcome(new Outcome.Deferred(waitsFor(plan, asks)));
        yield Optional.empty();
      }
      case Verdict.Refused refused -> {
        report.outcome(
            refused.isPassing()
                ? new Outcome.Deferred("waits: " + refused.reasons())
                : new Outcome.Skipped("refused by policy: " + refused.reasons()));
        yield Optional.empty();
      }
    };
  }

  private static String waitsFor(Plan plan, Verdict.AwaitingApproval asks) {
    return "awaits %s: %s; to approve: mesh approve %s --plan %s --reason TEXT"
        .formatted(String.join(" and ", asks.missing()), asks.reasons(), plan.node(), asks.hash());
  }

  private void converge(Work work, ApprovedPlan plan, PassReport report) {
    report.maybeAtWork();
    report.convergence(
        converger.converge(
            plan, work.target(), work.catalog(), report.run(), report.past(), report));
  }
}
