package io.meshinfra.converge;

import io.meshinfra.model.RunId;

/**
 * What the parts of a run are called on the node. They are numbered in the order in which they are
 * sent; playbooks and parts of which no step is left to do get no number.
 */
final class SegmentId {
  private static final String NOTES = "-due";
  private static final String GUARDED = "-guard";

  private SegmentId() {}

  /** A part that carries steps out. */
  static RunId steps(RunId run, int number) {
    return new RunId(run.value() + "-" + number);
  }

  /** A part that only notes the reactions that a playbook makes due. */
  static RunId notes(RunId run, int number) {
    return new RunId(run.value() + "-" + number + NOTES);
  }

  /** A part that carries steps out under the guard. */
  static RunId guarded(RunId run, int number) {
    return new RunId(run.value() + "-" + number + GUARDED);
  }

  static boolean isGuarded(RunId segment) {
    return segment.value().endsWith(GUARDED);
  }

  static boolean isNotes(RunId segment) {
    return segment.value().endsWith(NOTES);
  }
}
