package io.meshinfra.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.Content;
import io.meshinfra.model.FileTree.UnreadableFile;
import io.meshinfra.model.Revision;
import io.meshinfra.secret.Secrets;
import io.meshinfra.source.FetchResult.Fetched;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.storage.file.WindowCacheConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a crash or a broken disk leaves of the hub's clone must not stop the hub. */
class BareCloneTest {
  @TempDir Path folder;
  private GitRepo repo;
  private Path hub;
  private Path clone;

  @BeforeEach
  void makeClone() {
    repo = GitRepo.in(folder.resolve("repo"));
    hub = folder.resolve("hub");
    clone = hub.resolve("clone.git");
    for (int i = 0; i < 20; i++) {
      repo.write("f" + i, "text " + i + " ".repeat(i * 100) + "end");
    }
    repo.commitAll("First");
    try (GitSource source = source("main")) {
      source.fetch();
    }
  }

  private GitSource source(String branch) {
    return new GitSource(
        SourceSettings.of(repo.directory().toString(), branch, hub), new Secrets(List.of()));
  }

  private void assertMends() throws Exception {
    Revision next = repo.commit("a", "new");
    try (GitSource source = source("main")) {
      assertEquals(new Fetched(next), source.fetch());
      assertEquals(Optional.of(Content.of("new")), source.tree(next).read("a"));
      assertEquals(21, source.tree(next).list("").size());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HEAD", "config", "refs/heads/main", "objects"})
  void shouldCloneAnewWhenAPartIsMissing(String part) throws Exception {
    WorkTrees.delete(clone.resolve(part));
    assertMends();
  }

  @ParameterizedTest
  @ValueSource(strings = {"HEAD", "config", "refs/heads/main"})
  void shouldCloneAnewWhenAPartIsGarbage(String part) throws Exception {
    Files.writeString(clone.resolve(part), "\0\1garbage [[[");
    assertMends();
  }

  @Test
  void shouldCloneAnewWhenAPackIsCut() throws Exception {
    cut(pack());
    assertMends();
  }

  @Test
  void shouldNoticeDamageWhileItRuns() throws Exception {
    try (GitSource source = source("main")) {
      source.fetch();
      Files.delete(pack());
      // Forgets what it holds in memory.
      new WindowCacheConfig().install();
      assertThrows(UnreadableFile.class, () -> source.tree(repo.head()).read("f1"));
      source.fetch();
      assertTrue(source.tree(repo.head()).read("f1").isPresent());
    }
  }

  private Path pack() throws IOException {
    try (Stream<Path> files = Files.list(clone.resolve("objects/pack"))) {
      return files.filter(f -> f.toString().endsWith(".pack")).findFirst().orElseThrow();
    }
  }

  private static void cut(Path file) throws IOException {
    file.toFile().setWritable(true);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() / 2);
    }
  }

  @Test
  void shouldRemoveWhatACrashLeft() throws Exception {
    WorkTrees.delete(clone);
    Path half = Files.createDirectories(hub.resolve(".new-123/objects"));
    Files.writeString(half.resolve("x"), "half");
    assertMends();
    assertFalse(Files.exists(hub.resolve(".new-123")));
  }

  @Test
  void shouldCloneAnewForAnotherBranch() throws Exception {
    repo.git("checkout", "-q", "-b", "other");
    Revision other = repo.commit("b", "1");
    try (GitSource source = source("other")) {
      assertEquals(new Fetched(other), source.fetch());
      assertEquals(Optional.of(other), source.revisionOf("HEAD"));
    }
  }

  @Test
  void shouldRefuseToGuessWhatWasAccepted() throws Exception {
    Files.writeString(hub.resolve("accepted"), "garbage");
    try (GitSource source = source("main")) {
      String reason = SourceContract.failure(source);
      assertTrue(reason.contains("accepted"), reason);
    }
  }

  @Test
  void shouldTidyUpAfterManyFetches() throws Exception {
    try (GitSource source = source("main")) {
      for (int i = 0; i < 60; i++) {
        repo.commit("a", "" + i);
        source.fetch();
      }
      assertEquals(Optional.of(Content.of("59")), source.tree(repo.head()).read("a"));
    }
    try (Stream<Path> files = Files.list(clone.resolve("objects/pack"))) {
      long packs = files.filter(f -> f.toString().endsWith(".pack")).count();
      assertTrue(packs <= 51, packs + " packs");
    }
  }
}
