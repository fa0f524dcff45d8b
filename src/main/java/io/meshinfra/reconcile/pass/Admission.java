package io.meshinfra.reconcile.pass;

import io.meshinfra.plan.Plan;
import io.meshinfra.policy.PolicyGate;
import io.meshinfra.policy.Verdict;
import java.time.Clock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets plans through the gate. Where a rule looks at other nodes, one plan after the other: a plan
 * is judged and its run is begun before the next one is judged, or two would be let through that
 * each count on the other to wait.
 */
public final class Admission {
  private final PolicyGate gate;
  private final Surroundings surroundings;
  private final Clock clock;
  private final ReentrantLock oneAtATime = new ReentrantLock();

  /**
   * @param gate rules of the program, beside those of the surroundings
   */
  public Admission(PolicyGate gate, Surroundings surroundings, Clock clock) {
    this.gate = gate;
    this.surroundings = surroundings;
    this.clock = clock;
  }

  /** What the gate would say now. */
  public Verdict judge(Plan plan) {
    return judge(gate.and(surroundings.rules()), plan);
  }

  /**
   * @param begin notes that a run of the plan has begun; called when it is approved, before any
   *     other plan is judged
   */
  public Verdict admit(Plan plan, Runnable begin) {
    PolicyGate all = gate.and(surroundings.rulesToBegin());
    if (!all.watchesOthers()) {
      return begun(judge(all, plan), begin);
    }
    oneAtATime.lock();
    try {
      return begun(judge(all, plan), begin);
    } finally {
      oneAtATime.unlock();
    }
  }

  private Verdict judge(PolicyGate all, Plan plan) {
    return all.judge(plan, surroundings.of(plan, clock.instant(), all.watchesOthers()));
  }

  private static Verdict begun(Verdict verdict, Runnable begin) {
    if (verdict instanceof Verdict.Approved) {
      begin.run();
    }
    return verdict;
  }
}
