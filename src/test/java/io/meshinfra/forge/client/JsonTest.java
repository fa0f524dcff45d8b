package io.meshinfra.forge.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.forge.Login;
import io.meshinfra.model.Revision;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  private static Json json(String text) {
    return Json.of(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  private static String mistake(Function<Json, ?> read, String text) {
    Json json = json(text);
    return assertThrows(Json.NotUnderstood.class, () -> read.apply(json)).getMessage();
  }

  @Test
  void shouldSayWhereSomethingIsMissing() {
    assertEquals("the answer.a is no object", mistake(j -> j.object("a"), "{'a': 1}"));
    assertEquals("the answer.a is no text", mistake(j -> j.text("a"), "{'a': null}"));
    assertEquals("the answer is no list", mistake(Json::elements, "{}"));
    assertEquals(
        "the answer[1].sha is no commit id",
        mistake(j -> j.elements().get(1).revision("sha"), "[{}, {'sha': 'HEAD'}]"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"'1'", "-1", "1.5", "null", "99999999999999999999", "true", "{}"})
  void shouldTakeOnlyWholeNumbers(String value) {
    mistake(j -> j.number("n"), "{'n': " + value + "}");
    assertEquals(Optional.empty(), json("{'n': " + value + "}").maybeNumber("n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"x", "/a", "ftp://a/b", "javascript:alert(1)", "https:///a", "https://u@a/b"})
  void shouldTakeOnlyWebPages(String page) {
    mistake(j -> j.page("p"), "{'p': '" + page + "'}");
  }

  @Test
  void shouldReadWhatIsThere() {
    Json all =
        json(
            "{'p': 'https://a.example/b', 'n': 0, 'sha': '"
                + "a".repeat(40)
                + "', 't': '2026-01-02T03:04:05.678+02:00', 'u': {'login': 'ada'}}");
    assertEquals(URI.create("https://a.example/b"), all.page("p"));
    assertEquals(0, all.number("n"));
    assertEquals(new Revision("a".repeat(40)), all.revision("sha"));
    assertEquals("2026-01-02T01:04:05.678Z", all.instant("t").toString());
    assertEquals("ada", all.login("u", "login"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a/b", "..", "a b", "a\\nb", "-rf", "@all", "<b>", "ä", "x[bot]y", "a..b"})
  void shouldTakeNobodyForWhatIsNoLogin(String login) {
    assertEquals(Login.NOBODY, json("{'u': {'login': '" + login + "'}}").login("u", "login"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ada", "Ada-Lovelace", "a.b_c", "dependabot[bot]", "0", "_x"})
  void shouldKnowALogin(String login) {
    assertTrue(Login.isOne(login));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\\u0000b", "a\\nb", "\\u202eb"})
  void shouldNotTakeWhatIsNoBranch(String branch) {
    mistake(j -> j.branch("ref"), "{'ref': '" + branch + "'}");
  }

  @Test
  void shouldNotBreakOnWhatIsNoJson() {
    assertThrows(Json.NotUnderstood.class, () -> json("{"));
    assertThrows(Json.NotUnderstood.class, () -> json("[".repeat(100_000)));
    assertThrows(Json.NotUnderstood.class, () -> json("<html>"));
  }
}
