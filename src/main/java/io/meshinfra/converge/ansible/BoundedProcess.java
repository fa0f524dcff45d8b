package io.meshinfra.converge.ansible;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One process of the hub, bounded in time and output, with an environment of its own; its whole
 * process tree is gone when the call returns.
 *
 * @param outputLimit bytes of standard output after which it is ended
 */
record BoundedProcess(
    List<String> command,
    Path folder,
    Map<String, String> environment,
    Duration timeLimit,
    long outputLimit) {
  /** A process that was told to end still holds its pipes for a moment. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  ProcessEnd run(Consumer<String> onLine) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.redirectInput(new File("/dev/null"));
    try {
      return follow(builder.start(), onLine);
    } catch (IOException e) {
      return new ProcessEnd.NotStarted(e.getMessage());
    }
  }

  private ProcessEnd follow(Process process, Consumer<String> onLine) {
    AtomicBoolean tooMuch = new AtomicBoolean();
    Tail errors = new Tail();
    Thread err = Thread.startVirtualThread(() -> drain(process.getErrorStream(), errors::add));
    Thread out =
        Thread.startVirtualThread(() -> {
          Lines lines = new Lines(onLine, outputLimit);
          drain(process.getInputStream(), lines::add);
          if (lines.isOverLimit()) {
            tooMuch.set(true);
            endTree(process);
          }
        });
    try {
      boolean exited = process.waitFor(timeLimit.toMillis(), TimeUnit.MILLISECONDS);
      endTree(process);
      out.join(LAST_WORDS);
      err.join(LAST_WORDS);
      if (tooMuch.get()) {
        return new ProcessEnd.Ended("it printed more than %d bytes".formatted(outputLimit));
      }
      return exited
          ? new ProcessEnd.Exited(process.exitValue(), errors.text())
          : new ProcessEnd.Ended("it took longer than " + timeLimit.toSeconds() + " s");
    } catch (InterruptedException e) {
      endTree(process);
      Thread.currentThread().interrupt();
      return new ProcessEnd.Ended("the hub stops");
    }
  }

  /** By its handle, because {@link Process#destroyForcibly} throws away what was not read yet. */
  private static void endTree(Process process) {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(handle ->
        handle
            .onExit()
            .completeOnTimeout(handle, LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)
            .join());
  }

  /** Reads until the end, or until the sink wants no more. */
  private static void drain(InputStream in, Sink sink) {
    byte[] buffer = new byte[8192];
    try (in) {
      int count = in.read(buffer);
      while (count >= 0 && sink.take(buffer, count)) {
        count = in.read(buffer);
      }
    } catch (IOException e) {
      // The pipe of a process that was ended; what was read stands.
    }
  }

  /** Takes bytes and says whether it wants more. */
  private interface Sink {
    boolean take(byte[] bytes, int count);
  }

  /** The last bytes of a stream. */
  private static final class Tail {
    private static final int SIZE = 8192;
    private final StringBuilder kept = new StringBuilder();

    synchronized boolean add(byte[] bytes, int count) {
      kept.append(new String(bytes, 0, count, StandardCharsets.UTF_8));
      if (kept.length() > SIZE) {
        kept.delete(0, kept.length() - SIZE);
      }
      return true;
    }

    synchronized String text() {
      return kept.toString();
    }
  }
}
