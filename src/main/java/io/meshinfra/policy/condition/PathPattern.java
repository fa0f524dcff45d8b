package io.meshinfra.policy.condition;

import io.meshinfra.model.Printable;
import io.meshinfra.policy.pattern.Glob;
import io.meshinfra.policy.pattern.Language;

/**
 * A pattern over paths of a node. {@code *} stops at a slash, {@code **} does not; a folder and all
 * below it is written {@code /etc/ssh/**}.
 */
public record PathPattern(String text, Language paths) {
  static final int LONGEST = 500;

  public static PathPattern parse(String text) {
    if (!text.startsWith("/") && !text.startsWith("**")) {
      throw new IllegalArgumentException(
          "a path pattern starts with / or **, like /etc/ssh/** or **/authorized_keys, not "
              + Printable.quote(text));
    }
    requireShort(text);
    return new PathPattern(text, Glob.path(text));
  }

  static void requireShort(String text) {
    if (text.isBlank()
        || text.length() > LONGEST
        || text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "a pattern is one line of 1 to %d characters, not %s"
              .formatted(LONGEST, Printable.quote(text)));
    }
  }

  /**
   * @param path ending in a slash for everything below it
   */
  boolean concerns(String path) {
    return path.endsWith("/") ? Glob.path(path).meets(paths) : paths.contains(path);
  }

  @Override
  public String toString() {
    return text;
  }
}
