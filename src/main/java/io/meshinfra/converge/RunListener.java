package io.meshinfra.converge;

import io.meshinfra.model.RunId;

/** Hears how a run goes on, while it goes on. */
public interface RunListener {
  /**
   * A part of the run is about to be sent to the node. What is thrown here stops it, so that
   * nothing is at work on a node that could not be found again.
   *
   * @param segment what the part is called on the node
   */
  default void handedOver(RunId segment) {}

  /**
   * A step is about to be carried out from the hub itself. What is thrown here stops it, so that a
   * hub that is not in charge any more begins nothing.
   */
  default void beginsFromHub() {}

  /** Something about the guard of the run: it was armed, confirmed, or has rolled back. */
  default void guarded(String what) {}

  void stepBegun(int number);

  void stepEnded(StepResult result);

  /** Hears nothing. */
  RunListener NONE =
      new RunListener() {
        @Override
        public void stepBegun(int number) {}

        @Override
        public void stepEnded(StepResult result) {}
      };
}
