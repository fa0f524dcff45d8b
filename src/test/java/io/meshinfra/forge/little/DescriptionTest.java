package io.meshinfra.forge.little;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.meshinfra.forge.little.Exchanged.Request;
import io.meshinfra.forge.little.Exchanged.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The descriptions have teeth: what a mistaken client would send is told. */
class DescriptionTest {
  private static final Map<String, Description> ALL =
      Map.of(
          "github", new Description("github/api.json"),
          "gitlab", new Description("gitlab/api.yaml"),
          "gitea", new Description("gitea/api.yaml"));

  private static final Map<String, List<String>> JSON =
      Map.of("content-type", List.of("application/json"));

  private static Request request(String method, String path, String body) {
    String[] parts = path.split("\\?");
    Map<String, List<String>> query =
        parts.length == 1
            ? Map.of()
            : Map.of(parts[1].split("=")[0], List.of(parts[1].split("=")[1]));
    return new Request(method, parts[0], query, body.isEmpty() ? Map.of() : JSON, body, List.of());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "github | GET  | /repos/o/r/pulls?state=opened           | ''",
        "github | GET  | /repos/o/r/pulls?base_branch=main       | ''",
        "github | GET  | /repos/o/r/pulls/abc                    | ''",
        "github | GET  | /repos/o/r/pull/1                       | ''",
        "github | POST | /repos/o/r/issues/1/comments            | ''",
        "github | POST | /repos/o/r/issues/1/comments            | {\"text\": \"x\"}",
        "github | PUT  | /repos/o/r/issues/comments/1            | {\"body\": \"x\"}",
        "github | POST | /repos/o/r/statuses/abc                 | {\"state\": \"failed\"}",
        "github | PATCH| /repos/o/r/pulls/1                      | {\"state\": \"close\"}",
        "gitlab | GET  | /projects/o%2Fr/merge_requests?state=open | ''",
        "gitlab | POST | /projects/o%2Fr/merge_requests/1/notes  | {\"text\": \"x\"}",
        "gitlab | POST | /projects/o%2Fr/statuses/abc            | {\"state\": \"success\"}",
        "gitlab | PUT  | /projects/o%2Fr/merge_requests/1        | {\"state\": \"closed\"}",
        "gitea  | GET  | /repos/o/r/pulls?per_page=50            | ''",
        "gitea  | POST | /repos/o/r/statuses/abc                 | {\"state\": \"failed\"}",
        "gitea  | POST | /repos/o/r/issues/1/comments            | {}",
      })
  void shouldTellWhatAForgeDoesNotTake(String forge, String method, String path, String body) {
    assertFalse(ALL.get(forge).against(request(method, path, body)).isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "github | GET  | /repos/o/r/pulls?state=open             | ''",
        "github | POST | /repos/o/r/issues/1/comments            | {\"body\": \"x\"}",
        "gitlab | GET  | /projects/o%2Fr/merge_requests?state=opened | ''",
        "gitlab | POST | /projects/o%2Fr/merge_requests/1/notes  | {\"body\": \"x\"}",
        "gitea  | GET  | /repos/o/r/pulls?limit=50               | ''",
        "gitea  | POST | /repos/o/r/issues/1/comments            | {\"body\": \"x\"}",
      })
  void shouldTakeWhatAForgeTakes(String forge, String method, String path, String body) {
    assertEquals(List.of(), ALL.get(forge).against(request(method, path, body)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "github | /repos/o/r/pulls/1                     | {\"number\": 1}",
        "gitlab | /projects/o%2Fr/merge_requests/1       | {\"iid\": \"1\"}",
        "gitea  | /repos/o/r/pulls/1                     | {\"number\": 1}",
      })
  void shouldTellWhatAForgeDoesNotAnswer(String forge, String path, String body) {
    Request request = request("GET", path, "");
    assertFalse(ALL.get(forge).against(request, Response.json(200, Text.json(body))).isEmpty());
    assertFalse(ALL.get(forge).against(request, Response.json(206, Text.json(body))).isEmpty());
  }
}
