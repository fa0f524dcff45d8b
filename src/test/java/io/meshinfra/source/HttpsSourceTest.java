package io.meshinfra.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.SecretRef;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Real git over real TLS, with a certificate authority that only the hub's settings name. */
class HttpsSourceTest extends SourceContract {
  private static TestCa authority;

  private HttpGitServer server;

  @BeforeAll
  static void makeAuthority() throws Exception {
    authority = new TestCa("ours");
  }

  private HttpGitServer serve(String token) throws Exception {
    return new HttpGitServer(folder, token, authority.identity("127.0.0.1"));
  }

  @Override
  SourceSettings settings(Path repository) throws Exception {
    if (server == null) {
      server = serve(TOKEN);
    }
    return without().withCa(authority.writeTo(folder.resolve("ca.pem")));
  }

  /** Without the authority. */
  private SourceSettings without() {
    return SourceSettings.of(server.base() + "/repo", "main", directory)
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
  void shouldRefuseACertificateThatNobodyVouchesFor() {
    String reason = failureWith(without());

    assertTrue(
        reason.startsWith("the certificate of " + server.base() + "/repo is not accepted"), reason);
    assertTrue(reason.contains("mesh.source.ca"), reason);
    assertEquals(List.of(), server.credentials);
  }

  @Test
  void shouldRefuseACertificateOfAnotherAuthority() throws Exception {
    Path other = new TestCa("theirs").writeTo(folder.resolve("theirs.pem"));

    String reason = failureWith(without().withCa(other));

    assertTrue(reason.contains("is not accepted"), reason);
    assertEquals(List.of(), server.credentials);
  }

  @Test
  void shouldRefuseTheCertificateOfAnotherHost() throws Exception {
    SourceSettings settings = settings(repo.directory());
    try (HttpGitServer elsewhere =
        new HttpGitServer(folder, TOKEN, authority.identity("192.0.2.1"))) {
      server.close();
      server = elsewhere;

      String reason = failureWith(without().withCa(settings.ca().orElseThrow()));

      assertTrue(reason.contains("is not accepted"), reason);
      assertEquals(List.of(), elsewhere.credentials);
    }
  }

  @Test
  void shouldTellThatTheTokenIsWrongAndKeepItSecret() throws Exception {
    SourceSettings settings = settings(repo.directory());
    try (HttpGitServer strict = serve("another token")) {
      server.close();
      server = strict;

      String reason = failureWith(without().withCa(settings.ca().orElseThrow()));

      assertTrue(reason.contains("the token is wrong"), reason);
      assertFalse(reason.contains(TOKEN), reason);
    }
  }

  @Test
  void shouldNotGiveTheTokenToWhomTheServerRedirects() throws Exception {
    try (HttpGitServer thief = serve(TOKEN);
        HttpGitServer open = new HttpGitServer(folder, TOKEN)) {
      for (HttpGitServer other : List.of(thief, open)) {
        server.redirectTo(other.base());

        failureWith(settings(repo.directory()));

        assertEquals(List.of(), other.credentials);
      }
    }
  }

  @Test
  void shouldTellWhatIsWrongWithTheFileOfCertificates() throws Exception {
    Path none = folder.resolve("none.pem");
    Path empty = Files.createFile(folder.resolve("empty.pem"));
    Path garbage = Files.writeString(folder.resolve("garbage.pem"), "-----BEGIN nonsense");

    assertTrue(failureWith(without().withCa(none)).startsWith("the file " + none + " does not"));
    assertTrue(failureWith(without().withCa(empty)).contains("has no certificate in it"));
    String reason = failureWith(without().withCa(garbage));
    assertTrue(reason.startsWith("the file " + garbage), reason);
    assertTrue(reason.contains("mesh.source.ca"), reason);
  }
}
