package io.meshinfra.forge.github;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.forge.ForgeProvider;
import io.meshinfra.forge.HttpForgeContract;
import io.meshinfra.forge.Login;
import io.meshinfra.forge.PullRequest;
import io.meshinfra.forge.little.Certificate;
import io.meshinfra.forge.little.LittleForge;
import io.meshinfra.forge.little.LittleGithub;
import io.meshinfra.forge.little.Mood;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
class GithubForgeTest extends HttpForgeContract {
  @Override
  protected LittleForge start() {
    return new LittleGithub();
  }

  @Override
  protected ForgeProvider provider() {
    return new GithubProvider();
  }

  /** What is not said by a status of its own, and without a time. */
  @Test
  void shouldHoldBackForASecondaryLimit() {
    String message = "You have exceeded a secondary rate limit. Please wait a few minutes.";
    server().next(Mood.says(403, message, Map.of()));
    assertEquals(Duration.ofMinutes(1), later(connection().forge().open("main")).after());
  }

  @Test
  void shouldHoldBackForThePrimaryLimit() {
    long reset = Instant.now().plusSeconds(1800).getEpochSecond();
    server()
        .next(
            Mood.says(
                403,
                "API rate limit exceeded",
                Map.of("X-RateLimit-Remaining", "0", "X-RateLimit-Reset", "" + reset)));
    Duration wait = later(connection().forge().open("main")).after();
    assertTrue(wait.toMinutes() >= 29 && wait.toMinutes() <= 30, wait.toString());
  }

  @Test
  void shouldTellThePermissionsThatGitHubNames() {
    server()
        .next(
            Mood.says(
                403,
                "Resource not accessible by personal access token",
                Map.of("X-Accepted-GitHub-Permissions", "pull_requests=read")));
    String reason = refusal(connection().forge().open("main"));
    assertTrue(reason.contains("it names \"pull_requests=read\""), reason);
    assertTrue(reason.contains("not accessible by personal access token"), reason);
  }

  @Test
  void shouldTakeAPullRequestWhoseForkAndAuthorAreGone() {
    server()
        .next(
            Mood.json(
                """
                {"number": 1, "state": "open", "title": "x", "user": null, "merged_at": null,
                 "base": {"ref": "main", "repo": {"id": 1}},
                 "head": {"ref": "x", "sha": "%s", "repo": null},
                 "html_url": "https://github.example/platform/fleet/pull/1"}
                """
                    .formatted("a".repeat(40))));
    PullRequest left = given(connection().forge().find(new PullRequest.Id("1")));
    assertTrue(left.fork());
    assertEquals(Login.NOBODY, left.author());
  }

  @Test
  void shouldNotTakeAPageThatIsNoWebPage() {
    server()
        .next(
            Mood.json(
                """
                {"number": 1, "state": "open", "title": "x", "user": null, "merged_at": null,
                 "base": {"ref": "main", "repo": {"id": 1}},
                 "head": {"ref": "x", "sha": "%s", "repo": null},
                 "html_url": "javascript:alert(1)"}
                """
                    .formatted("a".repeat(40))));
    String reason = refusal(connection().forge().find(new PullRequest.Id("1")));
    assertTrue(reason.contains("html_url is no address"), reason);
  }

  @Test
  void shouldNotTakeACertificateThatNobodySigned() {
    try (LittleForge secured = secured(new Certificate("127.0.0.1"))) {
      String reason = refusal(connected(settings(secured.url())).forge().open("main"));
      assertTrue(reason.contains("the certificate of 127.0.0.1 is not accepted"), reason);
      assertEquals(List.of(), secured.asked());
    }
  }

  /** As docs/forges.md says. */
  @Test
  void shouldTakeACertificateThatTheJvmIsToldToTrust(@TempDir Path folder) {
    Certificate certificate = new Certificate("127.0.0.1");
    Certificate other = new Certificate("127.0.0.2");
    try (LittleForge secured = secured(certificate);
        LittleForge impostor = secured(other)) {
      trusting(
          certificate.trustedIn(folder),
          () -> given(connected(settings(secured.url())).forge().open("main")));
      trusting(
          other.trustedIn(folder),
          () -> refusal(connected(settings(impostor.url())).forge().open("main")));
    }
  }

  private static LittleForge secured(Certificate certificate) {
    return new LittleGithub(Optional.of(certificate));
  }

  private static void trusting(Path store, Runnable work) {
    Map<String, String> properties =
        Map.of(
            "javax.net.ssl.trustStore",
            store.toString(),
            "javax.net.ssl.trustStorePassword",
            "changeit");
    properties.forEach(System::setProperty);
    try {
      work.run();
    } finally {
      properties.keySet().forEach(System::clearProperty);
    }
  }
}
