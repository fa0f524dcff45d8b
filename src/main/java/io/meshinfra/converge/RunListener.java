package io.meshinfra.converge;

/** Hears how a run goes on, while it goes on. */
public interface RunListener {
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
