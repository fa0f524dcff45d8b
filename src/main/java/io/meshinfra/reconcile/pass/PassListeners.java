package io.meshinfra.reconcile.pass;

import io.meshinfra.converge.StepResult;
import io.meshinfra.model.RunId;
import io.meshinfra.plan.Plan;
import java.util.List;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Several listeners as one. What one of them throws reaches neither the pass nor the others. */
public final class PassListeners implements PassListener {
  private static final Logger LOG = Logger.getLogger(PassListeners.class);

  private final List<PassListener> all;

  public PassListeners(PassListener... all) {
    this.all = List.of(all);
  }

  /** Hears of the ends of passes only. */
  public static PassListener atTheEnd(Consumer<Pass> consumer) {
    return atTheEnd(consumer, away -> {});
  }

  /** Hears of the ends of passes, and of those that were not made. */
  public static PassListener atTheEnd(Consumer<Pass> consumer, Consumer<StayedAway> absences) {
    return new PassListener.Silent() {
      @Override
      public void ended(Pass pass) {
        consumer.accept(pass);
      }

      @Override
      public void stayedAway(StayedAway away) {
        absences.accept(away);
      }
    };
  }

  @Override
  public void probing(RunId run, Work work) {
    each(listener -> listener.probing(run, work));
  }

  @Override
  public void planned(RunId run, Work work, Plan plan) {
    each(listener -> listener.planned(run, work, plan));
  }

  @Override
  public void guarded(RunId run, Work work, String what) {
    each(listener -> listener.guarded(run, work, what));
  }

  @Override
  public void stepBegun(RunId run, Work work, Plan plan, int number) {
    each(listener -> listener.stepBegun(run, work, plan, number));
  }

  @Override
  public void stepEnded(RunId run, Work work, Plan plan, StepResult result) {
    each(listener -> listener.stepEnded(run, work, plan, result));
  }

  @Override
  public void ended(Pass pass) {
    each(listener -> listener.ended(pass));
  }

  @Override
  public void stayedAway(StayedAway away) {
    each(listener -> listener.stayedAway(away));
  }

  private void each(Consumer<PassListener> tell) {
    for (PassListener listener : all) {
      try {
        tell.accept(listener);
      } catch (RuntimeException e) {
        LOG.error("a listener of passes failed", e);
      }
    }
  }
}
