package io.meshinfra.secret;

/** A resolved secret. It shows itself only when asked by name: every other way is redacted. */
public final class Secret {
  private static final String HIDDEN = "[redacted]";
  private static final int TELLING = 8;

  private final String value;

  private Secret(String value) {
    this.value = value;
  }

  public static Secret of(String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("a secret is not empty");
    }
    return new Secret(value);
  }

  /** The secret itself. Hand it to whoever needs it and to no log, message or journal. */
  public String reveal() {
    return value;
  }

  /**
   * The text with every occurrence of the secret hidden, for messages made by others; of a secret
   * of several lines also each line that is long enough to tell something.
   */
  public String redactIn(String text) {
    String hidden = text.replace(value, HIDDEN);
    for (String line : value.split("\\R")) {
      if (line.length() >= TELLING) {
        hidden = hidden.replace(line, HIDDEN);
      }
    }
    return hidden;
  }

  @Override
  public String toString() {
    return HIDDEN;
  }
}
