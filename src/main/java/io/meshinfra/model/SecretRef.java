package io.meshinfra.model;

/**
 * Names a secret without holding it: {@code env:NAME}, {@code file:/path}, {@code gopass:path}.
 * Resolved at the last moment, so that it can be logged, compared and stored.
 */
public record SecretRef(String provider, String path) implements Comparable<SecretRef> {
  /** Longer is no name of anything; it stands in plans and comments. */
  private static final int LONGEST = 512;

  /**
   * Reads what a manifest or the configuration says.
   *
   * @throws IllegalArgumentException with what is wrong; the text itself is not in the message
   */
  public static SecretRef parse(String text) {
    int colon = text.indexOf(':');
    boolean named = colon > 0 && colon < text.length() - 1 && text.length() <= LONGEST;
    if (!named || !isPlain(text)) {
      throw new IllegalArgumentException(
          "a secret is named PROVIDER:PATH on one line, like env:GIT_TOKEN or"
              + " file:/run/secrets/token; the value given is not shown, it may be the secret"
              + " itself");
    }
    return new SecretRef(text.substring(0, colon), text.substring(colon + 1));
  }

  /** It is shown to people: nothing in it may steer a terminal or end a mark in a text. */
  private static boolean isPlain(String text) {
    return text.equals(Printable.block(text))
        && text.indexOf('\n') < 0
        && text.indexOf('\t') < 0
        && !SecretText.isMarked(text);
  }

  @Override
  public int compareTo(SecretRef other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return provider + ":" + path;
  }
}
