package io.meshinfra.secret;

/** What became of a reference to a secret. */
public sealed interface Resolution {

  record Resolved(Secret secret) implements Resolution {}

  /**
   * @param reason what is wrong and how to mend it; never holds the secret
   */
  record Unresolvable(String reason) implements Resolution {}
}
