package io.meshinfra.model;

/** What a node said of its private key of a tunnel, which never leaves it. */
public sealed interface KeyOnNode {
  /**
   * It has a key.
   *
   * @param publicKey 44 characters of base64; that it is a key is not checked yet
   */
  record Has(String publicKey) implements KeyOnNode {}

  /** It has none. */
  record None() implements KeyOnNode {}

  /** Nobody knows. */
  record Untold(String reason) implements KeyOnNode {}
}
