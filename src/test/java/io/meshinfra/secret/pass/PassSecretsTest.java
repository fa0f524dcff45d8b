package io.meshinfra.secret.pass;

import io.meshinfra.secret.SecretProvider;
import java.util.List;

class PassSecretsTest extends PasswordStoreContract {
  @Override
  String name() {
    return "pass";
  }

  @Override
  SecretProvider provider() {
    return new PassSecrets();
  }

  @Override
  List<String> arguments() {
    return List.of("show");
  }
}
