package io.meshinfra.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SshPublicKeyTest {
  private static final String BASE64 =
      "AAAAC3NzaC1lZDI1NTE5AAAAINuDrlNdoOLeRhIUD7vQnchIUEa7Fq4bxyfgwTLldw2E";

  @Test
  void shouldReadALineOfAPubFile() {
    SshPublicKey key = SshPublicKey.parse("ssh-ed25519 " + BASE64 + " ann@laptop \n");

    assertEquals("ssh-ed25519 " + BASE64, key.line(), "without the comment");
    // as ssh-keygen -l prints it
    assertEquals("SHA256:/iixonRLbyqy7hnuWgqIFxkBfM84Qty4wTMU83A3MN0", key.fingerprint());
    assertEquals(51, key.blob().length);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ssh-ed25519",
        "ssh-rsa " + BASE64,
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINuDrlNdoOLeRhIUD7vQnchIUEa7Fq4bxyfgwTLl",
        "ssh-ed25519 " + BASE64 + "AAAA",
        "ssh-ed25519-cert-v01@openssh.com " + BASE64,
        "command=\"id\" ssh-ed25519 " + BASE64,
        "ssh-ed25519 " + BASE64 + " one\nssh-ed25519 " + BASE64 + " two",
      })
  void shouldRefuseEverythingElse(String text) {
    assertThrows(IllegalArgumentException.class, () -> SshPublicKey.parse(text));
  }

  @Test
  void shouldNotRepeatWhatMayBeAPrivateKey() {
    String text = "-----BEGIN OPENSSH PRIVATE KEY-----\nsecretsecret\n";

    String message =
        assertThrows(IllegalArgumentException.class, () -> SshPublicKey.parse(text)).getMessage();

    assertFalse(message.contains("secretsecret"), message);
  }
}
