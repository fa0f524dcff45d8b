package io.meshinfra.reconcile.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenSecretTest {
  private static final TokenSecret SECRET = TokenSecret.random(new SecureRandom());

  @Test
  void shouldBeReadBackAsItIsShown() {
    assertEquals(Optional.of(SECRET), TokenSecret.parse(SECRET.shown()));
  }

  @Test
  void shouldFitItsOwnDigestOnly() {
    TokenSecret other = TokenSecret.random(new SecureRandom());

    assertTrue(SECRET.fits(SECRET.digest()));
    assertFalse(SECRET.fits(other.digest()));
    assertFalse(SECRET.fits(""));
    assertNotEquals(SECRET.id() + SECRET.secret(), other.id() + other.secret());
  }

  @Test
  void shouldNotShowItselfByAccident() {
    assertFalse(SECRET.toString().contains(SECRET.secret()));
    assertFalse(SECRET.digest().contains(SECRET.secret()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mesh_4F2A9C01_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "mesh_4f2a9c01_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "mesh_4f2a9c01_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        " mesh_4f2a9c01_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "mesh_4f2a9c01_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'--"
      })
  void shouldTakeItsOwnFormOnly(String shown) {
    assertEquals(Optional.empty(), TokenSecret.parse(shown));
  }
}
