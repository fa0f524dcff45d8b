package io.meshinfra.forge.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplyTest {
  private static Reply headed(String name, String value) {
    return new Reply(200, Map.of(name, value), new byte[0]);
  }

  private static Reply says(String body) {
    return new Reply(
        403, Map.of("content-type", "application/json"), body.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<https://x/y?page=2>; rel=\"next\", <https://x/y?page=7>; rel=\"last\"   | 7",
        "<https://x/y?per_page=100&page=3&z=1>; rel=\"last\"                      | 3",
        "<https://x/y?per_page=100>; rel=\"last\"                                 | 1",
        "<https://x/y?page=0>; rel=\"last\"                                       | 1",
        "<https://x/y?page=99999999999>; rel=\"last\"                             | 1",
        "<https://x/y?page=2>; rel=\"prev\"                                       | 1",
        "nonsense                                                                 | 1",
      })
  void shouldReadTheNumberOfTheLastPageAndNothingElse(String link, int last) {
    assertEquals(last, headed("Link", link).lastPage());
  }

  @Test
  void shouldFindHeadersInWhateverCase() {
    assertEquals(Optional.of("x"), headed("ETag", "x").header("etag"));
    assertTrue(headed("CONTENT-TYPE", "application/json; charset=utf-8").isJson());
    assertFalse(headed("content-type", "text/html").isJson());
  }

  @Test
  void shouldNotBreakOnARedirectionToNowhere() {
    assertEquals(Optional.empty(), headed("location", "ht tp://\0").redirectedTo());
    assertEquals(Optional.of("a.example"), headed("location", "//a.example/b").redirectedTo());
  }

  @Test
  void shouldHideATokenThatIsSaidBack() {
    Reply reply =
        new Reply(
                403,
                Map.of("x-echo", "it is s3cret", "content-type", "application/json"),
                "{\"message\": \"s3cret!\"}".getBytes(StandardCharsets.UTF_8))
            .without(Secret.of("s3cret"));
    assertEquals(Optional.of("it is [redacted]"), reply.header("x-echo"));
    assertEquals("[redacted]!", Complaint.of(reply));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"message\": \"Not Found\"}                                        | Not Found",
        "{\"message\": {\"base\": [\"taken\"]}}                              | {\"base\":[\"taken\"]}",
        "{\"message\": [\"one\", \"two\"]}                                   | [\"one\",\"two\"]",
        "{\"error\": \"insufficient_scope\", \"error_description\": \"more\"} | more",
        "{\"message\": null, \"error\": \"x\"}                               | x",
        "{\"message\": \"a\\nb\\u001b[31m\"}                                 | a\\nb\\u001b[31m",
        "{\"message\": \"Failed\", \"errors\": [{\"code\": \"x\"}]}          | Failed [{\"code\":\"x\"}]",
        "[1, 2]                                                             | ``",
        "{\"message\":                                                      | ``",
      })
  void shouldTellWhatAForgeSays(String body, String told) {
    assertEquals(told, Complaint.of(says(body)));
  }

  @Test
  void shouldBoundWhatAForgeSays() {
    assertTrue(Complaint.of(says("{\"message\": \"" + "x".repeat(9999) + "\"}")).length() < 200);
  }
}
