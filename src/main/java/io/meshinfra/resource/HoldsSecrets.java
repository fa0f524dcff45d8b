package io.meshinfra.resource;

import io.meshinfra.model.SecretText;
import java.util.Optional;

/**
 * A type whose resources may hold secrets. A spec has their names only; what they are is never part
 * of a catalog, a drift or a plan. It acts by {@link Action.PutSecret} alone.
 */
public interface HoldsSecrets<S> {
  /** The text with the secrets, when this resource has any. */
  Optional<SecretText> secrets(S spec);

  /** The spec with what the secrets are compared by; the fingerprint stays that of the names. */
  S sealed(S spec, Seal seal);

  /** What was given to {@link #sealed}. */
  Optional<Seal> seal(S spec);

  /** The text with secrets of any resource. */
  static Optional<SecretText> of(Resource<?> resource) {
    return secretsOf(resource);
  }

  /** What binds a plan to the secrets as they were when it was made; empty when there are none. */
  static String stamp(Resource<?> resource) {
    return sealOf(resource).map(Seal::stamp).orElse("");
  }

  /** The resource with a seal, when its type takes one. */
  @SuppressWarnings("unchecked")
  static <S> Resource<S> sealed(Resource<S> resource, Seal seal) {
    S spec =
        resource.type() instanceof HoldsSecrets<?> holds
            ? ((HoldsSecrets<S>) holds).sealed(resource.spec(), seal)
            : resource.spec();
    return new Resource<>(
        resource.id(), resource.type(), spec, resource.terms(), resource.fingerprint());
  }

  @SuppressWarnings("unchecked")
  private static <S> Optional<SecretText> secretsOf(Resource<S> resource) {
    return resource.type() instanceof HoldsSecrets<?> holds
        ? ((HoldsSecrets<S>) holds).secrets(resource.spec())
        : Optional.empty();
  }

  @SuppressWarnings("unchecked")
  private static <S> Optional<Seal> sealOf(Resource<S> resource) {
    return resource.type() instanceof HoldsSecrets<?> holds
        ? ((HoldsSecrets<S>) holds).seal(resource.spec())
        : Optional.empty();
  }
}
