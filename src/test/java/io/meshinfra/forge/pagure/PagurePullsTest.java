package io.meshinfra.forge.pagure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.forge.Comment;
import io.meshinfra.forge.PullRequest;
import io.meshinfra.forge.PullRequest.Id;
import io.meshinfra.forge.PullRequest.State;
import io.meshinfra.forge.client.Json;
import io.meshinfra.model.Revision;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read out of answers that Pagure 5.14.1 gave. */
class PagurePullsTest {
  private static final URI PROJECT = URI.create("https://pagure.example/fleet");
  private final PagurePulls pulls = new PagurePulls(PROJECT);

  private static Json json(String text) {
    return Json.of(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  private static String pull(String number, String status, String from, String head) {
    return """
    {'id': %s, 'status': '%s', 'title': 'T', 'branch': 'main', 'branch_from': 'x',
     'project': {'fullname': 'fleet'}, 'repo_from': %s, 'commit_stop': %s,
     'user': {'name': 'ada'}, 'full_url': 'javascript:alert(1)'}
    """
        .formatted(number, status, from, head);
  }

  private static final String HERE = "{'fullname': 'fleet'}";
  private static final String HEAD = "'" + "a".repeat(40) + "'";

  @Test
  void shouldReadThoseThatAreOpen() {
    PagurePulls.Page page = pulls.page(Recorded.answer("open"));

    assertTrue(page.isLast());
    assertEquals(
        List.of(
            open("2", "Add tmux", "ada", false, "ce3a3ac4f4e1794b6254620386b060ba71991178"),
            open("1", "Trust", "mallory", true, "cfae307a23bf45e171d99c17e04b6cdc2ae42daa")),
        page.pulls());
  }

  private static PullRequest open(
      String number, String title, String author, boolean fork, String head) {
    return new PullRequest(
        new Id(number),
        State.OPEN,
        title,
        author,
        fork,
        "main",
        new Revision(head),
        "refs/pull/" + number + "/head",
        Optional.empty(),
        URI.create(PROJECT + "/pull-request/" + number));
  }

  /** The recorded list has a third that has no commit. */
  @Test
  void shouldLeaveOutWhatHasNoCommit() {
    assertEquals(3, Recorded.answer("open").list("requests").size());
    assertEquals(2, PagurePulls.withCommits(Recorded.answer("open")).size());
  }

  @Test
  void shouldReadWordsOfPeopleOnly() {
    List<Comment> comments = PagurePulls.comments(Recorded.answer("comments"));

    assertEquals(
        List.of("mesh plan", "changed by the owner"),
        comments.stream().map(Comment::text).toList());
    assertEquals(List.of("ada", "owner"), comments.stream().map(Comment::author).toList());
    assertTrue(comments.get(0).writtenAt().isBefore(comments.get(1).writtenAt()));
  }

  @Test
  void shouldKeepTheNewestComments() {
    String many =
        IntStream.range(0, 150)
            .mapToObj(
                "{'id': %1$d, 'comment': 'c%1$d', 'user': {'name': 'a'}, 'date_created': '1'}"
                    ::formatted)
            .collect(Collectors.joining(",", "{'comments': [", "]}"));
    List<Comment> comments = PagurePulls.comments(json(many));
    assertEquals(100, comments.size());
    assertEquals("c149", comments.getLast().text());
  }

  @ParameterizedTest
  @CsvSource({"Open, OPEN", "Merged, MERGED", "Closed, CLOSED", "Anything, CLOSED"})
  void shouldKnowWhereItIsInItsLife(String status, State state) {
    assertEquals(state, pulls.one(json(pull("7", status, HERE, HEAD))).state());
  }

  @Test
  void shouldTakeWhatComesFromNowhereForAFork() {
    assertFalse(pulls.one(json(pull("7", "Open", HERE, HEAD))).fork());
    assertTrue(pulls.one(json(pull("7", "Open", "null", HEAD))).fork());
    assertTrue(pulls.one(json(pull("7", "Open", "{'fullname': 'forks/ada/fleet'}", HEAD))).fork());
  }

  /** What the forge says where its page is goes nowhere. */
  @Test
  void shouldMakeTheAddressOfThePageItself() {
    assertEquals(
        URI.create(PROJECT + "/pull-request/7"),
        pulls.one(json(pull("7", "Open", HERE, HEAD))).page());
  }

  @Test
  void shouldNotGuessWhatIsMissing() {
    for (String broken :
        List.of(
            pull("'7'", "Open", HERE, HEAD),
            pull("-7", "Open", HERE, HEAD),
            pull("7", "Open", HERE, "null"),
            pull("7", "Open", HERE, "'main'"),
            "{'id': 7}",
            "[]")) {
      assertThrows(Json.NotUnderstood.class, () -> pulls.one(json(broken)), broken);
    }
  }
}
