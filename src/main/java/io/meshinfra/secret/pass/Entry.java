package io.meshinfra.secret.pass;

import java.util.List;
import java.util.Optional;

/**
 * What a reference to a password store asks for: {@code web/db} for the password, which is the
 * first line; {@code web/db#user} for the value of a line {@code user: ...}; {@code web/db#*} for
 * the whole text, as a private key has it.
 *
 * @param field empty for the password
 */
record Entry(String path, Optional<String> field) {
  private static final String ALL = "*";

  /** What the lines of a listing begin with, in any locale. */
  private static final List<String> BRANCHES = List.of("├──", "└──", "|--", "`--");

  static Entry parse(String text) {
    int hash = text.lastIndexOf('#');
    return hash < 0
        ? new Entry(text, Optional.empty())
        : new Entry(text.substring(0, hash), Optional.of(text.substring(hash + 1)));
  }

  /** What is wrong with it, if anything: it becomes an argument of a program. */
  Optional<String> complaint() {
    if (path.isBlank() || path.startsWith("-") || path.startsWith("/") || hasWayUp()) {
      return Optional.of(
          "an entry of a password store is named like web/db: not empty, without a dash or slash in"
              + " front, and without ..");
    }
    return field.map(String::isBlank).orElse(false)
        ? Optional.of("behind # stands the name of a line, or * for the whole text")
        : Optional.empty();
  }

  private boolean hasWayUp() {
    return List.of(path.split("/")).contains("..");
  }

  /** Whether a store answered with the list of a folder, which it does without an error. */
  static boolean isListing(String text) {
    return text.lines().skip(1).anyMatch(line -> BRANCHES.stream().anyMatch(line::startsWith));
  }

  /** The part of an entry that is asked for. */
  Optional<String> in(String text) {
    if (field.isEmpty()) {
      return text.lines().findFirst();
    }
    if (field.get().equals(ALL)) {
      return Optional.of(text.endsWith("\n") ? text.substring(0, text.length() - 1) : text);
    }
    String name = field.get() + ":";
    return text.lines()
        .skip(1)
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).strip())
        .findFirst();
  }
}
