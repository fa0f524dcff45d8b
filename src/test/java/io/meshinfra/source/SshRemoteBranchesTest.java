package io.meshinfra.source;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SshRemoteBranchesTest extends RemoteBranchesContract {
  private SshGitServer server;

  @Override
  SourceSettings settings(Path repository) throws Exception {
    if (server == null) {
      server = new SshGitServer(folder);
    }
    return SourceSettings.of(server.url(repository), "main", folder.resolve("unused"))
        .withSsh(server.identity(), server.knownHosts());
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  /** The real git runs hooks; JGit, which serves a path, does not. */
  @Test
  void shouldTellThatTheHubMayNotPush() throws Exception {
    Path hook = repo.directory().resolve(".git/hooks/pre-receive");
    Files.createDirectories(hook.getParent());
    Files.writeString(hook, "#!/bin/sh\necho read only >&2\nexit 1\n");
    Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
    var denied =
        assertInstanceOf(BranchResult.Denied.class, branches.write(edit("mesh/reports", "a", "x")));
    assertTrue(denied.reason().contains("may write"), denied.reason());
  }
}
