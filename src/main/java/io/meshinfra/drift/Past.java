package io.meshinfra.drift;

/** All that is known of a node from before: what was applied, and where to find it again. */
public record Past(LastApplied applied, Baseline baseline) {
  public static final Past NONE = new Past(LastApplied.NONE, Baseline.NONE);
}
