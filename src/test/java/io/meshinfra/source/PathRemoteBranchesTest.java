package io.meshinfra.source;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.secret.Secrets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

class PathRemoteBranchesTest extends RemoteBranchesContract {
  @Override
  SourceSettings settings(Path repository) {
    return SourceSettings.of("file://" + repository, "main", folder.resolve("unused"));
  }

  @Test
  void shouldTellThatThereIsNoRepository() {
    SourceSettings nowhere =
        SourceSettings.of(folder.resolve("nowhere").toString(), "main", folder);
    try (RemoteBranches branches =
        new RemoteBranches(
            nowhere, folder.resolve("x"), new Secrets(List.of()), Clock.systemUTC())) {
      var failed = assertInstanceOf(BranchResult.Failed.class, branches.list());
      assertTrue(failed.reason().contains("there is no git repository"), failed.reason());
    }
  }

  @Test
  void shouldNotLookAtARemoteWithTooManyBranches() {
    StringBuilder refs = new StringBuilder();
    for (int i = 0; i <= BranchClone.MOST; i++) {
      refs.append("create refs/heads/b").append(i).append(' ').append(first.id()).append('\n');
    }
    repo.git(
        refs.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8), "update-ref", "--stdin");
    try (RemoteBranches branches = open("many")) {
      var failed = assertInstanceOf(BranchResult.Failed.class, branches.list());
      assertTrue(failed.reason().contains("1002 branches"), failed.reason());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
