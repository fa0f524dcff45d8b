package io.meshinfra.resource;

import io.meshinfra.model.Facts;

/** On which machines a resource is wanted at all, by what the probe has learned; pure. */
@FunctionalInterface
public interface Condition {
  Answer on(Facts facts);

  /** Whether it is wanted there. */
  sealed interface Answer {
    Answer WANTED = new Wanted();

    /** It is like any other. */
    record Wanted() implements Answer {}

    /** Something else takes its place: it is neither compared nor changed. */
    record PassedOver() implements Answer {}

    /** It is compared, and not changed as long as that is so. */
    record Waits(String reason) implements Answer {}
  }

  /** What this one and the other one want. */
  default Condition and(Condition other) {
    return new Both(this, other);
  }

  /** Two: what either passes over is passed over, and the first reason to wait counts. */
  record Both(Condition first, Condition second) implements Condition {
    @Override
    public Answer on(Facts facts) {
      Answer one = first.on(facts);
      Answer other = second.on(facts);
      return one instanceof Answer.Wanted || other instanceof Answer.PassedOver ? other : one;
    }
  }
}
