package io.meshinfra.secret;

import io.meshinfra.model.SecretRef;
import java.util.Optional;

/** A place that only the configuration of the hub may name. */
record NotForManifests(String name) implements SecretProvider {
  @Override
  public Resolution resolve(SecretRef ref) {
    return new Resolution.Unresolvable(refusal());
  }

  @Override
  public Optional<String> complaint(SecretRef ref) {
    return Optional.of(refusal());
  }

  private String refusal() {
    return "secrets of %s can be named in the configuration of the hub only".formatted(name);
  }
}
