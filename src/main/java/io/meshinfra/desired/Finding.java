package io.meshinfra.desired;

import io.meshinfra.model.Printable;
import java.util.Comparator;

/**
 * One mistake in the desired state: where it is, what it is and how to mend it.
 *
 * @param file path in the repository
 * @param line counted from 1
 * @param column counted from 1, in characters
 */
public record Finding(String file, int line, int column, String message)
    implements Comparable<Finding> {
  private static final Comparator<Finding> ORDER =
      Comparator.comparing(Finding::file)
          .thenComparingInt(Finding::line)
          .thenComparingInt(Finding::column)
          .thenComparing(Finding::message);

  @Override
  public int compareTo(Finding other) {
    return ORDER.compare(this, other);
  }

  /** {@code file:line:column: message}, on one line. */
  @Override
  public String toString() {
    return Printable.line(file) + ":" + line + ":" + column + ": " + message;
  }
}
