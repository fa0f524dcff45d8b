package io.meshinfra.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.SecretRef;
import io.meshinfra.source.FetchResult.Fetched;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpSourceTest extends SourceContract {
  private HttpGitServer server;

  @Override
  SourceSettings settings(Path repository) throws Exception {
    if (server == null) {
      server = new HttpGitServer(repository.getParent(), TOKEN);
    }
    return SourceSettings.of(server.base() + "/" + repository.getFileName(), "main", directory)
        .withToken(SecretRef.parse("env:TOKEN"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private String failureWith(SourceSettings settings) {
    repo.commit("a", "1");
    try (GitSource source = open(settings)) {
      return failure(source);
    }
  }

  @Test
  void shouldAskForATokenWhenTheServerDoes() {
    String reason = failureWith(SourceSettings.of(server.base() + "/repo", "main", directory));
    assertTrue(reason.contains("mesh.source.token"), reason);
  }

  @Test
  void shouldTellThatTheTokenIsWrong() throws Exception {
    try (HttpGitServer other = new HttpGitServer(folder, "another token")) {
      String reason =
          failureWith(
              SourceSettings.of(other.base() + "/repo", "main", directory)
                  .withToken(SecretRef.parse("env:TOKEN")));
      assertTrue(reason.contains("the token is wrong"), reason);
      assertFalse(reason.contains(TOKEN), reason);
    }
  }

  @Test
  void shouldTellThatTheTokenIsMissing() throws Exception {
    String reason =
        failureWith(settings(repo.directory()).withToken(SecretRef.parse("env:NOT_SET")));
    assertTrue(reason.contains("NOT_SET"), reason);
  }

  @Test
  void shouldUseTheUserOfTheAddress() throws Exception {
    repo.commit("a", "1");
    String url = server.base().replace("://", "://deploy@") + "/repo";
    try (GitSource source =
        open(SourceSettings.of(url, "main", directory).withToken(SecretRef.parse("env:TOKEN")))) {
      assertEquals(new Fetched(repo.head()), source.fetch());
    }
    assertTrue(server.credentials.contains("deploy:" + TOKEN), server.credentials.toString());
  }

  @Test
  void shouldNotGiveTheTokenToWhomTheServerRedirects() throws Exception {
    try (HttpGitServer thief = new HttpGitServer(folder, TOKEN)) {
      server.redirectTo(thief.base());
      failureWith(settings(repo.directory()));
      assertEquals(List.of(), thief.credentials);
    }
  }

  @Test
  void shouldRefuseAPasswordInTheAddress() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> open(SourceSettings.of("https://u:hunter2@example.org/r", "main", directory)));
    assertFalse(refused.getMessage().contains("hunter2"), refused.getMessage());
  }

  @Test
  void shouldTellThatNobodyListens() throws Exception {
    SourceSettings settings = settings(repo.directory());
    server.close();
    String reason = failureWith(settings);
    assertTrue(reason.contains("refuses the connection"), reason);
  }

  @Test
  void shouldGiveUpOnAServerThatNeverAnswers() throws Exception {
    try (SilentServer silent = new SilentServer("")) {
      String reason = giveUp(silent, Duration.ofSeconds(1), Duration.ofSeconds(10));
      assertTrue(reason.contains("did not answer within 1 s"), reason);
    }
  }

  @Test
  void shouldGiveUpOnAServerThatSendsAByteNowAndThen() throws Exception {
    try (SilentServer slow = new SilentServer("HTTP/1.1 200 OK\r\nX: " + "x".repeat(10_000))) {
      String reason = giveUp(slow, Duration.ofSeconds(2), Duration.ofSeconds(3));
      assertTrue(reason.contains("longer than 3 s"), reason);
    }
  }

  private String giveUp(SilentServer server, Duration idle, Duration total) {
    SourceSettings settings =
        SourceSettings.of("http://127.0.0.1:" + server.port() + "/repo", "main", directory)
            .withTimeouts(idle, total);
    return assertTimeoutPreemptively(Duration.ofSeconds(15), () -> failureWith(settings));
  }
}
