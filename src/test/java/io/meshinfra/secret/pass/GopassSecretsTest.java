package io.meshinfra.secret.pass;

import io.meshinfra.secret.SecretProvider;
import java.util.List;

class GopassSecretsTest extends PasswordStoreContract {
  @Override
  String name() {
    return "gopass";
  }

  @Override
  SecretProvider provider() {
    return new GopassSecrets();
  }

  @Override
  List<String> arguments() {
    return List.of("show", "--noparsing", "--unsafe");
  }
}
