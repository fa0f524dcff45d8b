package io.meshinfra.transport;

import io.meshinfra.transport.Reply.Broken.Cause;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Cuts the output of a shell into lines, within bounds, and hands on those after {@link
 * Delivery#BEGUN}. Bytes that are not UTF-8 become replacement characters.
 */
final class OutputLines {
  static final int LONGEST_LINE = 1024 * 1024;

  /** Of an open line, in bytes; the lines of a node in good order are shorter. */
  private static final int ALLOWANCE = 16 * 1024;

  /** The array of an open line grows by doubling. */
  private static final long HELD_FOR_A_BYTE = 2;

  private static final int BUFFER = 8 * 1024;

  private final long limit;
  private final Consumer<String> onLine;
  private final OutputBudget budget;
  private ByteArrayOutputStream line = new ByteArrayOutputStream();
  private boolean begun;
  private long total;

  OutputLines(long limit, Consumer<String> onLine, OutputBudget budget) {
    this.limit = limit;
    this.onLine = onLine;
    this.budget = budget;
  }

  /** Whether the shell has said that it is there. */
  boolean begun() {
    return begun;
  }

  /** Why the reading stopped before the end, and whose fault that is. */
  record Stop(String reason, Cause cause) {}

  private static Optional<Stop> stop(Cause cause, String reason) {
    return Optional.of(new Stop(reason, cause));
  }

  /** Reads to the end; gives the reason if it stopped before. */
  Optional<Stop> read(InputStream output) {
    byte[] buffer = new byte[BUFFER];
    try (OutputBudget.Share share = budget.share(ALLOWANCE)) {
      int got;
      while ((got = output.read(buffer)) >= 0) {
        total += got;
        int usable = (int) Math.max(0, got - Math.max(0, total - limit));
        if (!take(buffer, usable)) {
          return stop(
              Cause.FLOOD, "a line of its output is longer than " + LONGEST_LINE + " bytes");
        }
        if (!share.hold(line.size() * HELD_FOR_A_BYTE)) {
          return stop(Cause.LIMIT, budget.exhausted());
        }
        if (total > limit) {
          return stop(Cause.FLOOD, "it wrote more than " + limit + " bytes");
        }
      }
    } catch (InterruptedIOException e) {
      Thread.currentThread().interrupt();
      return stop(Cause.LOST, "the wait for it was interrupted");
    } catch (IOException e) {
      return Optional.empty(); // the exit code, or the lack of one, tells more
    }
    return Optional.empty();
  }

  /** Hands on a last line without a newline, once it is known that nothing was cut off. */
  void finish() {
    if (line.size() > 0) {
      handOn();
    }
  }

  private boolean take(byte[] buffer, int length) {
    int from = 0;
    for (int i = 0; i < length; i++) {
      if (buffer[i] == '\n') {
        line.write(buffer, from, i - from);
        from = i + 1;
        if (line.size() > LONGEST_LINE) {
          return false;
        }
        handOn();
      }
    }
    line.write(buffer, from, length - from);
    return line.size() <= LONGEST_LINE;
  }

  private void handOn() {
    String text = line.toString(StandardCharsets.UTF_8);
    if (line.size() > ALLOWANCE) {
      line = new ByteArrayOutputStream(); // a long line is not paid for ever
    } else {
      line.reset();
    }
    if (begun) {
      onLine.accept(text);
    } else {
      begun = text.equals(Delivery.BEGUN);
    }
  }
}
