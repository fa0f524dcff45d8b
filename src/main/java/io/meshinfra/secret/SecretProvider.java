package io.meshinfra.secret;

import io.meshinfra.model.SecretRef;
import java.util.Optional;

/**
 * One place where secrets are kept. An implementation is found by {@link java.util.ServiceLoader};
 * it has a public constructor without arguments.
 */
public interface SecretProvider {
  /** The part of a {@link SecretRef} before the colon that this provider answers to. */
  String name();

  /** Looks the secret up now; a missing or unsafe secret is a value, not an exception. */
  Resolution resolve(SecretRef ref);

  /**
   * The same place as manifests may use it: with the bounds that the configuration sets. Without a
   * word about bounds, they may not use it at all.
   */
  default SecretProvider within(SecretSettings settings) {
    return new NotForManifests(name());
  }

  /** What is wrong with a reference, as far as it can be told without looking the secret up. */
  default Optional<String> complaint(SecretRef ref) {
    return Optional.empty();
  }
}
