package io.meshinfra.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.source.FetchResult.Fetched;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SshSourceTest extends SourceContract {
  private SshGitServer server;

  @Override
  SourceSettings settings(Path repository) throws Exception {
    if (server == null) {
      server = new SshGitServer(folder);
    }
    return SourceSettings.of(server.url(repository), "main", directory)
        .withSsh(server.identity(), server.knownHosts());
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private String failureWith(SourceSettings settings) {
    repo.commit("a", "1");
    try (GitSource source = open(settings)) {
      return failure(source);
    }
  }

  @Test
  void shouldRefuseAnUnknownHost() throws Exception {
    Files.writeString(server.knownHosts(), "");
    String reason = failureWith(settings(repo.directory()));
    assertTrue(reason.contains("is unknown") && reason.contains("SHA256:"), reason);
    assertTrue(reason.contains(server.knownHosts().toString()), reason);
  }

  @Test
  void shouldRefuseAChangedHostKey() throws Exception {
    server.pin(SshGitServer.keyPair());
    String reason = failureWith(settings(repo.directory()));
    assertTrue(reason.contains("not the one that is pinned"), reason);
  }

  @Test
  void shouldLearnNoHostKey() throws Exception {
    Files.writeString(server.knownHosts(), "");
    failureWith(settings(repo.directory()));
    assertEquals("", Files.readString(server.knownHosts()));
  }

  @Test
  void shouldTellThatTheKeyIsNotLetIn() throws Exception {
    Path stranger = folder.resolve("stranger");
    SshGitServer.writeKey(SshGitServer.keyPair(), stranger);
    String reason = failureWith(settings(repo.directory()).withSsh(stranger, server.knownHosts()));
    assertTrue(reason.contains("refuses the key"), reason);
  }

  @Test
  void shouldRefuseAKeyThatOthersCanRead() throws Exception {
    Files.setPosixFilePermissions(server.identity(), PosixFilePermissions.fromString("rw-r--r--"));
    String reason = failureWith(settings(repo.directory()));
    assertTrue(reason.contains("chmod 600"), reason);
  }

  @Test
  void shouldAskForAKeyAndForHostKeys() {
    String reason = failureWith(SourceSettings.of(server.url(repo.directory()), "main", directory));
    assertTrue(reason.contains("mesh.source.ssh-identity"), reason);
  }

  @Test
  void shouldTakeAnAddressInTheShortForm() throws Exception {
    // The short form has no port, so only the way to the refusal can be tried here.
    String reason = failureWith(SourceSettings.of("git@127.0.0.1:repo.git", "main", directory));
    assertTrue(reason.contains("mesh.source.ssh-identity"), reason);
  }

  @Test
  void shouldGiveUpOnAServerThatNeverAnswers() throws Exception {
    try (SilentServer silent = new SilentServer("")) {
      SourceSettings settings =
          SourceSettings.of("ssh://git@127.0.0.1:" + silent.port() + "/repo", "main", directory)
              .withSsh(server.identity(), server.knownHosts())
              .withTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(5));
      String reason =
          assertTimeoutPreemptively(Duration.ofSeconds(15), () -> failureWith(settings));
      assertTrue(reason.contains("did not answer within 1 s"), reason);
    }
  }

  @Test
  void shouldWorkWithoutAHome() throws Exception {
    // What a hub fetches must not depend on the home of whoever starts it.
    repo.commit("a", "1");
    String home = System.getProperty("user.home");
    System.setProperty("user.home", "/nonexistent");
    try (GitSource source = open(settings(repo.directory()))) {
      assertEquals(new Fetched(repo.head()), source.fetch());
    } finally {
      System.setProperty("user.home", home);
    }
  }
}
