package io.meshinfra.network.tailscale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.network.tailscale.PolicyMark.Writer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyMarkTest {
  private static final String OURS = Planned.random(3, 5, 5).compiled();

  @Test
  void shouldKnowItsOwn() {
    assertEquals(Writer.US, PolicyMark.writer(OURS));
  }

  /** Tailscale may store it with other spaces and commas. */
  @Test
  void shouldKnowItsOwnInAnotherForm() {
    String formatted = OURS.replace("  ", "\t").replace("]\n", "],\n").replace("],\n  }", "],\n}");

    assertEquals(Writer.US, PolicyMark.writer(formatted.replace("\n", "\r\n")));
    assertTrue(PolicyMark.same(OURS, formatted));
  }

  @ParameterizedTest
  @CsvSource({
    "udp:51820, udp:51821",
    "tag:node-n1, tag:node-n2",
    "autogroup:admin, autogroup:owner"
  })
  void shouldSeeAChangeByHand(String before, String after) {
    assertTrue(OURS.contains(before), OURS);
    String changed = OURS.replaceFirst(before, after);

    assertFalse(PolicyMark.same(OURS, changed));
    assertEquals(Writer.US_AND_SOMEBODY, PolicyMark.writer(changed));
  }

  @Test
  void shouldSeeThatItCannotBeReadAnyMore() {
    assertEquals(Writer.US_AND_SOMEBODY, PolicyMark.writer(OURS.replace("{", "(")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "// mesh-infra sha256:abc\n{}",
        "{\"a\": \"// mesh-infra sha256:0000000000000000000000000000000000000000000000000000000000000000\"}"
      })
  void shouldNotTakeAnotherForItsOwn(String text) {
    assertEquals(Writer.SOMEBODY, PolicyMark.writer(text));
  }
}
