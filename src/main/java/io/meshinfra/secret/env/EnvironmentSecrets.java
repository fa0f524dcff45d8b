package io.meshinfra.secret.env;

import com.google.auto.service.AutoService;
import io.meshinfra.model.Printable;
import io.meshinfra.model.SecretRef;
import io.meshinfra.secret.Resolution;
import io.meshinfra.secret.Resolution.Resolved;
import io.meshinfra.secret.Resolution.Unresolvable;
import io.meshinfra.secret.Secret;
import io.meshinfra.secret.SecretProvider;
import io.meshinfra.secret.SecretSettings;
import java.util.Map;
import java.util.Optional;

/** {@code env:NAME}: an environment variable of this process. */
@AutoService(SecretProvider.class)
public final class EnvironmentSecrets implements SecretProvider {
  private final Map<String, String> environment;
  private final String prefix;

  public EnvironmentSecrets() {
    this(System.getenv());
  }

  public EnvironmentSecrets(Map<String, String> environment) {
    this(environment, "");
  }

  private EnvironmentSecrets(Map<String, String> environment, String prefix) {
    this.environment = Map.copyOf(environment);
    this.prefix = prefix;
  }

  @Override
  public String name() {
    return "env";
  }

  @Override
  public SecretProvider within(SecretSettings settings) {
    return new EnvironmentSecrets(environment, settings.prefix());
  }

  @Override
  public Optional<String> complaint(SecretRef ref) {
    return ref.path().startsWith(prefix)
        ? Optional.empty()
        : Optional.of(
            "the name does not begin with %s, which is mesh.secrets.prefix: %s"
                .formatted(prefix, Printable.quote(ref.path())));
  }

  @Override
  public Resolution resolve(SecretRef ref) {
    Optional<String> complaint = complaint(ref);
    if (complaint.isPresent()) {
      return new Unresolvable(complaint.get());
    }
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
