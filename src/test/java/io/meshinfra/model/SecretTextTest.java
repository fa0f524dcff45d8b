package io.meshinfra.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTextTest {
  private static final SecretRef ONE = SecretRef.parse("gopass:web/one");
  private static final SecretRef TWO = SecretRef.parse("env:MESH_SECRET_TWO");

  @Test
  void shouldFillEveryHole() {
    SecretText text =
        SecretText.parse("a=" + SecretText.mark(ONE) + SecretText.mark(TWO) + "\n" + "z");

    Content filled = text.filled(ref -> "<" + ref.path() + ">");

    assertEquals("a=<web/one><MESH_SECRET_TWO>\nz", filled.text().orElseThrow());
    assertEquals(List.of(TWO, ONE), List.copyOf(text.secrets()));
  }

  @Test
  void shouldComeBackFromItsMarkedForm() {
    SecretText text = SecretText.parse("x " + SecretText.mark(ONE));

    assertEquals(text, SecretText.parse(text.marked()));
    assertTrue(SecretText.isMarked(text.marked()));
  }

  @Test
  void shouldNotReadASecretAsAMark() {
    SecretText text = SecretText.of(ONE);

    Content filled = text.filled(ref -> SecretText.mark(TWO));

    assertEquals(SecretText.mark(TWO), filled.text().orElseThrow());
  }

  @Test
  void shouldShowNamesAndNotTheTextAround() {
    assertEquals("secret gopass:web/one", SecretText.of(ONE).shown());
    assertEquals(
        "text with secret gopass:web/one",
        SecretText.parse("user=root " + SecretText.mark(ONE)).toString());
  }

  @Test
  void shouldBeATextWithoutSecretsWhenThereAreNone() {
    SecretText text = SecretText.parse("plain");

    assertEquals(0, text.secrets().size());
    assertFalse(SecretText.isMarked(text.marked()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a\uFDD0env:X", "env:X\uFDD1", "\uFDD0nothing\uFDD1", "\uFDD0a\uFDD0b:c\uFDD1"})
  void shouldRefuseWhatIsLeftOfAMark(String broken) {
    assertThrows(IllegalArgumentException.class, () -> SecretText.parse(broken));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "env", ":x", "env:", "env:a\nb", "env:a\u001b[1m", "env:\uFDD1"})
  void shouldRefuseANameThatIsNone(String text) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> SecretRef.parse(text));

    assertTrue(refused.getMessage().contains("PROVIDER:PATH"), refused.getMessage());
  }
}
