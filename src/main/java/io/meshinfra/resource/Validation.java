package io.meshinfra.resource;

import java.util.Optional;

/** Checks of texts that reach a shell, shared by the kinds. */
public final class Validation {
  private Validation() {}

  /**
   * A command of the user in which {@code %s} stands for a file, as a command in which {@code $1}
   * does. The word may be quoted in the text or not.
   */
  public static Optional<String> withArgument(Optional<String> validate) {
    return validate.map(
        text -> text.replace("'%s'", "%s").replace("\"%s\"", "%s").replace("%s", "\"$1\""));
  }

  /** Refuses a validate command without the place where the file belongs. */
  public static void requirePlace(Optional<String> validate) {
    if (validate.isPresent() && !validate.get().contains("%s")) {
      throw new IllegalArgumentException(
          "validate needs %s where the path of the new file belongs, like visudo -cf %s");
    }
    validate.ifPresent(text -> requireNoNul("validate", text));
  }

  /** A shell word cannot hold a NUL character. */
  public static void requireNoNul(String field, String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(field + " has a NUL character; remove it");
    }
  }
}
