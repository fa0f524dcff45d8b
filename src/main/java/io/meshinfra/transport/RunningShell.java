package io.meshinfra.transport;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.OptionalInt;

/** A shell that was started with a {@link Delivery}, on whatever machine. */
public interface RunningShell {

  /** Standard input of the shell; a write may fail when the shell has ended. */
  OutputStream input();

  /** Standard output of the shell; ends when the shell ends or the link is lost. */
  InputStream output();

  /** The beginning of standard error. */
  ErrorText errors();

  /**
   * Waits for the exit code, 128 + n when signal n ended the shell.
   *
   * @return empty if there is none, because the link was lost
   */
  OptionalInt exitCode(Duration longest) throws InterruptedException;

  /** Why there is no exit code. */
  String lost();

  /** Gives the shell up, so that a read or write that waits returns; twice does no harm. */
  void hangUp();
}
