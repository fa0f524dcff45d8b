package io.meshinfra.forge;

import io.meshinfra.model.SecretRef;
import io.meshinfra.secret.Resolution;
import io.meshinfra.secret.Secret;
import io.meshinfra.secret.SecretProvider;
import io.meshinfra.secret.Secrets;
import java.util.List;
import java.util.Map;

/** Secrets that a test gives names to. */
public record FixedSecrets(Map<String, String> secrets) implements SecretProvider {
  public FixedSecrets {
    secrets = Map.copyOf(secrets);
  }

  public static Secrets of(Map<String, String> secrets) {
    return new Secrets(List.of(new FixedSecrets(secrets)));
  }

  public static SecretRef ref(String name) {
    return new SecretRef("fixed", name);
  }

  @Override
  public String name() {
    return "fixed";
  }

  @Override
  public Resolution resolve(SecretRef ref) {
    return secrets.containsKey(ref.path())
        ? new Resolution.Resolved(Secret.of(secrets.get(ref.path())))
        : new Resolution.Unresolvable("there is no secret " + ref.path());
  }
}
