package io.meshinfra.network.tailscale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HuJsonTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\": [1, 2]}",
        "{\"a\": [1, 2,],}",
        "// first\n{\n// inside\n\"a\": /* here */ [1, 2] // after\n}\n// last",
        "/* several\nlines */ {\"a\": [1,2]}"
      })
  void shouldReadWhatPeopleWrite(String text) {
    assertEquals("{\"a\":[1,2]}", HuJson.read(text).value().orElseThrow().toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\": 1, \"a\": 2}",
        "{\"a\": {\"b\": 1, \"b\": 1}}",
        "{\"a\": 1} trailing",
        "{a: 1}",
        "{'a': 1}",
        "{\"a\": NaN}",
        "# hash\n{}",
        "{\"a\": 01}",
        "{\"a\": \"\u0001\"}"
      })
  void shouldRefuseWhatMayMeanTwoThings(String text) {
    assertTrue(HuJson.read(text).value().isEmpty(), text);
  }

  @Test
  void shouldNotBeDrawnIntoTheDeep() {
    String deep = "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";

    assertTrue(HuJson.read(deep).value().isEmpty());
  }

  @Test
  void shouldNotReadWhatIsTooLarge() {
    assertEquals(
        "it has more than %d characters".formatted(HuJson.LARGEST),
        HuJson.read("{" + " ".repeat(HuJson.LARGEST) + "}").mistake());
  }

  /** The text may come from anywhere, and a message goes to logs. */
  @Test
  void shouldSayWhereAndNotWhat() {
    String mistake = HuJson.read("{\n  \"a\": tskey-secret\n}").mistake();

    assertFalse(mistake.contains("tskey"), mistake);
    assertTrue(mistake.startsWith("it is not HuJSON: see line 2"), mistake);
  }

  @ParameterizedTest
  @CsvSource({"plain", "'a\"b'", "'a\\b'", "'</script>'", "'// no comment'"})
  void shouldQuoteWhateverThereIs(String text) {
    String json = "{\"a\": " + HuJson.list(List.of(text, "line\nfeed\u2028\u0000")) + "}";

    assertEquals(text, HuJson.read(json).value().orElseThrow().at("/a/0").textValue());
    assertEquals(
        "line\nfeed\u2028\u0000", HuJson.read(json).value().orElseThrow().at("/a/1").textValue());
    assertEquals(1, json.lines().count());
  }
}
