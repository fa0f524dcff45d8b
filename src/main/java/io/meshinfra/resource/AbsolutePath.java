package io.meshinfra.resource;

import io.meshinfra.model.Printable;
import java.util.ArrayList;
import java.util.List;

/**
 * An absolute path on a node, without {@code .}, {@code ..}, double slashes or control characters.
 */
public record AbsolutePath(String value) implements Comparable<AbsolutePath> {
  /** {@code PATH_MAX} of Linux, less the terminating zero. */
  private static final int LONGEST = 4095;

  public AbsolutePath {
    if (!value.startsWith("/")) {
      throw new IllegalArgumentException("a path starts with /, not " + Printable.quote(value));
    }
    if (value.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "a path has no control characters or newlines: " + Printable.quote(value));
    }
    if (value.length() > LONGEST) {
      throw new IllegalArgumentException("a path has at most " + LONGEST + " characters");
    }
    if (value.length() > 1
        && (value.endsWith("/")
            || value.contains("//")
            || (value + "/").contains("/../")
            || (value + "/").contains("/./"))) {
      throw new IllegalArgumentException(
          "a path is written without a trailing /, //, /./ or /../: " + Printable.quote(value));
    }
  }

  public static AbsolutePath parse(String text) {
    return new AbsolutePath(text);
  }

  /** All folders above it, nearest first, without the root. */
  public List<String> parents() {
    List<String> parents = new ArrayList<>();
    for (int slash = value.lastIndexOf('/'); slash > 0; slash = value.lastIndexOf('/', slash - 1)) {
      parents.add(value.substring(0, slash));
    }
    return parents;
  }

  @Override
  public int compareTo(AbsolutePath other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
