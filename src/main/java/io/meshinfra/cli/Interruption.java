package io.meshinfra.cli;

/** What is told when somebody presses Ctrl-C while something goes on. */
public final class Interruption implements AutoCloseable {
  private final Thread told;

  private Interruption(Thread told) {
    this.told = told;
  }

  /** Tells it from now on, until this is closed. */
  public static Interruption told(Shell shell, String message) {
    Thread thread = new Thread(() -> shell.progress("mesh: " + message), "interruption");
    Runtime.getRuntime().addShutdownHook(thread);
    return new Interruption(thread);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(told);
    } catch (IllegalStateException e) {
      // The process is ending, and it has been told.
    }
  }
}
