package io.meshinfra.secret;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.SecretRef;
import io.meshinfra.secret.Resolution.Unresolvable;
import io.meshinfra.secret.env.EnvironmentSecrets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SecretsTest {
  @Test
  void shouldFindTheInstalledProviders() {
    Unresolvable unknown =
        assertInstanceOf(
            Unresolvable.class, Secrets.installed().resolve(SecretRef.parse("nowhere:a/b")));
    assertEquals(
        "no provider of secrets is named \"nowhere\"; there are: age, env, file, gopass,"
            + " infisical, pass, sops, vault",
        unknown.reason());
  }

  @Test
  void shouldChooseTheProviderByName() {
    Secrets secrets = new Secrets(List.of(new EnvironmentSecrets(Map.of("A", "b"))));
    assertInstanceOf(Resolution.Resolved.class, secrets.resolve(SecretRef.parse("env:A")));
  }

  @Test
  void shouldRefuseTwoProvidersOfOneName() {
    SecretProvider env = new EnvironmentSecrets(Map.of());
    assertThrows(IllegalArgumentException.class, () -> new Secrets(List.of(env, env)));
  }

  @Test
  void shouldHideTheSecretInTextAndInMessagesOfOthers() {
    Secret secret = Secret.of("hunter2");
    assertFalse(secret.toString().contains("hunter2"));
    assertTrue(secret.redactIn("auth failed for x:hunter2@host").contains("x:[redacted]@host"));
  }
}
