package io.meshinfra.secret.env;

import com.google.auto.service.AutoService;
import io.meshinfra.model.Printable;
import io.meshinfra.model.SecretRef;
import io.meshinfra.secret.Resolution;
import io.meshinfra.secret.Resolution.Resolved;
import io.meshinfra.secret.Resolution.Unresolvable;
import io.meshinfra.secret.Secret;
import io.meshinfra.secret.SecretProvider;
import java.util.Map;

/** {@code env:NAME}: an environment variable of this process. */
@AutoService(SecretProvider.class)
public final class EnvironmentSecrets implements SecretProvider {
  private final Map<String, String> environment;

  public EnvironmentSecrets() {
    this(System.getenv());
  }

  public EnvironmentSecrets(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public String name() {
    return "env";
  }

  @Override
  public Resolution resolve(SecretRef ref) {
    String value = environment.get(ref.path());
    if (value == null) {
      return new Unresolvable(
          "the environment variable " + Printable.quote(ref.path()) + " is not set");
    }
    if (value.isEmpty()) {
      return new Unresolvable(
          "the environment variable " + Printable.quote(ref.path()) + " is empty");
    }
    return new Resolved(Secret.of(value));
  }
}
