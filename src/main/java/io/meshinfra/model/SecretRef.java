package io.meshinfra.model;

/**
 * Names a secret without holding it: {@code env:NAME} or {@code file:/path}. Resolved at the last
 * moment, so that it can be logged, compared and stored.
 */
public record SecretRef(String provider, String path) {
  public static SecretRef parse(String text) {
    int colon = text.indexOf(':');
    if (colon <= 0 || colon == text.length() - 1) {
      throw new IllegalArgumentException(
          "a secret is named PROVIDER:PATH, like env:GIT_TOKEN or file:/run/secrets/token; the"
              + " value given is not shown, it may be the secret itself");
    }
    return new SecretRef(text.substring(0, colon), text.substring(colon + 1));
  }

  @Override
  public String toString() {
    return provider + ":" + path;
  }
}
