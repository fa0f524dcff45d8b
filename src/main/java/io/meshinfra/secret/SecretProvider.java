package io.meshinfra.secret;

import io.meshinfra.model.SecretRef;

/**
 * One place where secrets are kept. An implementation is found by {@link java.util.ServiceLoader};
 * it has a public constructor without arguments.
 */
public interface SecretProvider {
  /** The part of a {@link SecretRef} before the colon that this provider answers to. */
  String name();

  /** Looks the secret up now; a missing or unsafe secret is a value, not an exception. */
  Resolution resolve(SecretRef ref);
}
