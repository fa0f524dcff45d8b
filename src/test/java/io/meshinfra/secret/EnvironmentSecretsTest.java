package io.meshinfra.secret;

import io.meshinfra.model.SecretRef;
import io.meshinfra.secret.env.EnvironmentSecrets;
import java.util.HashMap;
import java.util.Map;

class EnvironmentSecretsTest extends SecretProviderContract {
  private final Map<String, String> environment = new HashMap<>();

  @Override
  SecretProvider provider() {
    return new EnvironmentSecrets(environment);
  }

  @Override
  SecretRef store(String value) {
    environment.put("GIT_TOKEN", value);
    return SecretRef.parse("env:GIT_TOKEN");
  }

  @Override
  SecretRef missing() {
    return SecretRef.parse("env:NOT_SET");
  }
}
