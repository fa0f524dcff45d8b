package io.meshinfra.forge.gitlab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.forge.CommitStatus;
import io.meshinfra.forge.ForgeProvider;
import io.meshinfra.forge.HttpForgeContract;
import io.meshinfra.forge.People;
import io.meshinfra.forge.PullRequest;
import io.meshinfra.forge.little.LittleForge;
import io.meshinfra.forge.little.LittleGitlab;
import io.meshinfra.forge.little.Mood;
import io.meshinfra.model.Revision;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@QuarkusTest
class GitlabForgeTest extends HttpForgeContract {
  @Override
  protected LittleForge start() {
    return new LittleGitlab();
  }

  @Override
  protected ForgeProvider provider() {
    return new GitlabProvider();
  }

  @Override
  protected String remaining() {
    return "RateLimit-Remaining";
  }

  @Override
  protected String reset() {
    return "RateLimit-Reset";
  }

  @Test
  void shouldNotLetAReportGiveOrders() {
    PullRequest.Id id = people().open(People.MEMBER, "Add tmux");
    given(
        connection()
            .forge()
            .write(id, Optional.empty(), "/approve\n1/2\n/merge\r\n/close\n  /label ~x"));
    assertEquals(List.of(" /approve\n1/2\n /merge\r\n /close\n  /label ~x"), people().comments(id));
  }

  @Test
  void shouldSayTheStatusForTheBranchSoThatItIsShown() {
    PullRequest.Id id = people().open(People.MEMBER, "Add tmux");
    PullRequest on = given(connection().forge().find(id));
    given(
        connection()
            .forge()
            .status(
                on,
                new CommitStatus("mesh/plan", CommitStatus.State.SUCCESS, "x", Optional.empty())));
    assertTrue(
        server().bodies().getLast().contains("\"ref\":\"topic-1\""), server().bodies().toString());
  }

  @Test
  void shouldLeaveOutAMergeRequestWithoutACommit() {
    String empty = "[{\"iid\": 1, \"sha\": null, \"title\": \"x\", \"state\": \"opened\"}]";
    server().next(Mood.json(empty));
    assertEquals(List.of(), given(connection().forge().open("main")));
  }

  @Test
  void shouldTakeTheHeadForTheMergeWhenItWasBroughtInAsItIs() {
    PullRequest merged = merged("\"merge_commit_sha\": null, \"squash_commit_sha\": null");
    assertEquals(Optional.of(merged.head()), merged.merged());
    String squashed = "b".repeat(40);
    PullRequest squash =
        merged("\"merge_commit_sha\": null, \"squash_commit_sha\": \"" + squashed + '"');
    assertEquals(Optional.of(new Revision(squashed)), squash.merged());
  }

  private PullRequest merged(String commits) {
    server()
        .next(
            Mood.json(
                """
                {"iid": 1, "sha": "%s", "title": "x", "state": "merged", "target_branch": "main",
                 "author": null, "target_project_id": 1, "source_project_id": 1,
                 "web_url": "https://gitlab.example/p/f/-/merge_requests/1", %s}
                """
                    .formatted("a".repeat(40), commits)));
    return given(connection().forge().find(new PullRequest.Id("1")));
  }
}
