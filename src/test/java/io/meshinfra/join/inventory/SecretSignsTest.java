package io.meshinfra.join.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretSignsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "-----BEGIN OPENSSH PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----",
        "-----BEGIN PGP PRIVATE KEY BLOCK-----",
        "PrivateKey = yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk=",
        "PresharedKey=x",
        "root:$6$salt$hash:1:2",
        "admin:$apr1$x$y",
        "password=hunter2",
        "password: hunter2",
        "DB_PASSWORD='x'",
        "export API_KEY=abc",
        "requirepass foobared",
        "  token: abc",
        "client_secret = x",
        "url = https://ann:pw@example.org/x",
        "key ghp_abcdefghijkl",
        "tskey-auth-abc",
        "AGE-SECRET-KEY-1ABC",
        "psk=\"wifi\""
      })
  void shouldSeeWhatLooksLikeASecret(String line) {
    Optional<String> sign = SecretSigns.in("# first\n" + line + "\n");

    assertTrue(sign.isPresent(), line);
    assertTrue(sign.get().endsWith("line 2"), sign.get());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Port 22",
        "PasswordAuthentication no",
        "ada ALL=(root) NOPASSWD: /usr/bin/id",
        "passwd:         files systemd",
        "# password = not set",
        "; token = x",
        "interval=7",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFgR0GNHsdjAu5hAXNgf9BxEQ7bT7kcU/1FXb24Y7djA a",
        "url = https://example.org/x",
        "tokenizer=fast"
      })
  void shouldTakeOtherTextForWhatItIs(String line) {
    assertEquals(Optional.empty(), SecretSigns.in(line + "\n"));
  }

  @Test
  void shouldNotLookThroughEndlessLines() {
    assertTrue(SecretSigns.in("a".repeat(1_000_000)).isPresent());
  }
}
