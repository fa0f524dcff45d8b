package io.meshinfra.drift;

/**
 * All that is known of a node from before: what was applied, where to find it again, and what of it
 * is there because mesh made it.
 */
public record Past(LastApplied applied, Baseline baseline, Made made) {
  public static final Past NONE = new Past(LastApplied.NONE, Baseline.NONE);

  /** Of a node on which nothing is known to be made by mesh. */
  public Past(LastApplied applied, Baseline baseline) {
    this(applied, baseline, Made.NOTHING);
  }

  /** What is known once a probe has seen the drift. */
  public Past after(Drift drift) {
    LastApplied next = applied.after(drift);
    return new Past(next, baseline, made.after(drift, next));
  }
}
