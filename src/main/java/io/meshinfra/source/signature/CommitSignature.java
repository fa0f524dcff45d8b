package io.meshinfra.source.signature;

import io.meshinfra.model.Printable;

/** What a commit's signature is worth. Only a {@link Good} one counts. */
public sealed interface CommitSignature {

  /**
   * By somebody who may sign.
   *
   * @param signer as the file of signers names them
   * @param key its fingerprint
   */
  record Good(String signer, String key) implements CommitSignature {}

  record Missing() implements CommitSignature {}

  /** Nobody allowed the key that it says it is by. */
  record Foreign(String key) implements CommitSignature {}

  /**
   * By a key of somebody who may sign that does not count now.
   *
   * @param why like {@code expired at 2026-01-01T00:00:00Z}
   */
  record OutOfTime(String signer, String key, String why) implements CommitSignature {}

  /** It does not fit the commit, or cannot be read. */
  record Broken(String reason) implements CommitSignature {}

  default boolean counts() {
    return this instanceof Good;
  }

  /** In a few words, printable. */
  default String words() {
    return switch (this) {
      case Good good -> "signed by %s, key %s".formatted(Printable.line(good.signer()), good.key());
      case Missing missing -> "not signed";
      case Foreign foreign -> "signed by %s, a key that is not allowed".formatted(foreign.key());
      case OutOfTime late ->
          "signed by %s, key %s, which %s"
              .formatted(Printable.line(late.signer()), late.key(), late.why());
      case Broken broken -> "the signature is broken: " + Printable.line(broken.reason());
    };
  }
}
