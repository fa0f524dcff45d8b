package io.meshinfra.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TokenLifetimeTest {
  @Test
  void shouldHoldUpToADay() {
    assertEquals(Optional.empty(), TokenLifetime.USUAL.complaint());
    assertEquals(Optional.empty(), TokenLifetime.ofOperator(Duration.ofMinutes(10)).complaint());
  }

  @Test
  void shouldSayWhichSettingBreaksIt() {
    assertEquals(
        Optional.of("the operator's token lives for 720 h (mesh.tokens.operator-life)"),
        TokenLifetime.ofOperator(Duration.ofDays(30)).complaint());
    assertEquals(
        Optional.of("the operator's token never ends (mesh.tokens.operator-life is 0)"),
        TokenLifetime.ofOperator(Duration.ZERO).complaint());
  }
}
