package io.meshinfra.reconcile.pass;

import io.meshinfra.converge.StepResult;
import io.meshinfra.model.RunId;
import io.meshinfra.plan.Plan;

/** Hears how a pass goes on, for live events and progress. */
public interface PassListener {
  void probing(RunId run, Work work);

  void planned(RunId run, Work work, Plan plan);

  /** Something about the guard of the run: it was armed, confirmed, or has rolled back. */
  default void guarded(RunId run, Work work, String what) {}

  void stepBegun(RunId run, Work work, Plan plan, int number);

  void stepEnded(RunId run, Work work, Plan plan, StepResult result);

  void ended(Pass pass);

  /** No pass was made, though one was asked for: the node is away. */
  default void stayedAway(StayedAway away) {}

  /** Hears nothing. */
  class Silent implements PassListener {
    @Override
    public void probing(RunId run, Work work) {}

    @Override
    public void planned(RunId run, Work work, Plan plan) {}

    @Override
    public void stepBegun(RunId run, Work work, Plan plan, int number) {}

    @Override
    public void stepEnded(RunId run, Work work, Plan plan, StepResult result) {}

    @Override
    public void ended(Pass pass) {}
  }
}
