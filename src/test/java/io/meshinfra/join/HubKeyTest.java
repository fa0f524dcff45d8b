package io.meshinfra.join;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HubKeyTest {
  private static final String BITS = "AAAAC3NzaC1lZDI1NTE5AAAAIFgR0GNHsdjAu5hAXNgf9BxEQ7bT7kcU";

  @ParameterizedTest
  @ValueSource(strings = {"ssh-ed25519 BITS", "ssh-ed25519 BITS hub", "ssh-rsa BITS== a b@c.d "})
  void shouldTakeAPublicKey(String text) {
    assertEquals(
        text.strip().replace("BITS", BITS), HubKey.parse(text.replace("BITS", BITS)).line());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "BITS",
        "ssh-ed25519",
        "ssh-dss BITS",
        "command=\"id\" ssh-ed25519 BITS",
        "ssh-ed25519 BITS\nssh-ed25519 BITS",
        "ssh-ed25519 BITS $(id)",
        "ssh-ed25519 BITS 'x'",
        "cert-authority ssh-ed25519 BITS",
        "-----BEGIN OPENSSH PRIVATE KEY-----"
      })
  void shouldTakeNothingElse(String text) {
    assertThrows(IllegalArgumentException.class, () -> HubKey.parse(text.replace("BITS", BITS)));
  }
}
