package io.meshinfra.transport.local;

import io.meshinfra.transport.Delivery;
import io.meshinfra.transport.ErrorText;
import io.meshinfra.transport.RunningShell;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One shell process of this machine. */
final class LocalShell implements RunningShell {
  /** How long processes may take to end by themselves after a SIGHUP. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final Process process;
  private final PumpedStream output;
  private final ErrorText errors = new ErrorText();
  private final Thread errorReader;

  private LocalShell(Process process) {
    this.process = process;
    this.output = new PumpedStream(process.getInputStream());
    this.errorReader = Thread.ofVirtual().name("script-errors").start(this::readErrors);
  }

  static LocalShell start(Delivery delivery) throws IOException {
    return new LocalShell(new ProcessBuilder(delivery.words()).start());
  }

  private void readErrors() {
    try (InputStream stream = process.getErrorStream()) {
      stream.transferTo(errors);
    } catch (IOException e) {
      // the process is gone; what was read stays
    }
  }

  @Override
  public OutputStream input() {
    return process.getOutputStream();
  }

  @Override
  public InputStream output() {
    return output;
  }

  @Override
  public ErrorText errors() {
    return errors;
  }

  @Override
  public OptionalInt exitCode(Duration longest) throws InterruptedException {
    if (!process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)) {
      return OptionalInt.empty();
    }
    errorReader.join(Duration.ofSeconds(1));
    return OptionalInt.of(process.exitValue());
  }

  @Override
  public String lost() {
    return "the shell closed its output and did not end";
  }

  @Override
  public void hangUp() {
    boolean inTheMiddle = process.isAlive();
    List<ProcessHandle> tree =
        inTheMiddle
            ? Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList()
            : List.of();
    // The end of standard input makes the shell send SIGHUP to its processes, as root if it is.
    closeQuietly(process.getOutputStream());
    if (inTheMiddle) {
      CompletableFuture.allOf(
              tree.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
          .completeOnTimeout(null, GRACE.toMillis(), TimeUnit.MILLISECONDS)
          .thenRun(() -> tree.forEach(ProcessHandle::destroyForcibly));
    }
    output.close();
  }

  private static void closeQuietly(OutputStream stream) {
    try {
      stream.close();
    } catch (IOException e) {
      // nothing is expected of it any more
    }
  }
}
