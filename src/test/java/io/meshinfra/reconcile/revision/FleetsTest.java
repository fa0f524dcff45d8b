package io.meshinfra.reconcile.revision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.desired.Fleet;
import io.meshinfra.model.Revision;
import io.meshinfra.resource.ResourceTypes;
import io.meshinfra.secret.Secrets;
import io.meshinfra.source.GitSource;
import io.meshinfra.source.SourceSettings;
import io.meshinfra.support.FleetRepository;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.util.FS;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetsTest {
  private static final String FLEET =
      """
      apiVersion: mesh-infra/v1
      kind: Fleet
      metadata: {name: %s}
      spec: {user: nobody, become: none}
      """;

  @TempDir Path folder;
  private FleetRepository repository;
  private GitSource source;
  private Fleets fleets;
  private String first;

  /** In the background JGit measures with files of its own; not in a folder that a test removes. */
  @BeforeAll
  static void measureFileSystem() {
    FS.FileStoreAttributes.get(Path.of(System.getProperty("java.io.tmpdir")));
  }

  @BeforeEach
  void begin() {
    repository = new FleetRepository(folder);
    first = push("one");
    source =
        new GitSource(
            SourceSettings.of(repository.bare().toString(), "main", folder.resolve("home")),
            Secrets.installed());
    source.fetch();
    fleets = new Fleets(source, new RevisionReader(ResourceTypes.installed(), "", "infra/policy"));
  }

  @AfterEach
  void end() {
    source.close();
  }

  private String push(String name) {
    return repository.write("fleet.yaml", FLEET.formatted(name)).push("Name it " + name);
  }

  private static Fleet valid(FleetAt fleet) {
    return assertInstanceOf(FleetAt.Valid.class, fleet).fleet();
  }

  @Test
  void shouldLoadAnOldCommit() {
    push("two");
    source.fetch();

    assertEquals("one", valid(fleets.at(new Revision(first))).name());
    assertEquals("one", valid(fleets.named("HEAD~1")).name());
    assertEquals("two", valid(fleets.named("main")).name());
  }

  @Test
  void shouldFetchWhatIsNotInTheClone() {
    repository.git("checkout", "-q", "-b", "feature");
    repository.write("fleet.yaml", FLEET.formatted("side")).git("commit", "-qam", "Side");
    repository.git("push", "-q", "origin", "feature");

    assertEquals("side", valid(fleets.named("feature")).name());
  }

  @Test
  void shouldAnswerWithTheMistakesOfACommitThatIsNotValid() {
    repository.write("fleet.yaml", "kind: Nonsense\n").push("Break it");
    source.fetch();

    FleetAt.Invalid invalid = assertInstanceOf(FleetAt.Invalid.class, fleets.named("main"));

    assertTrue(invalid.mistakes().report().startsWith("fleet.yaml:1:"));
  }

  @Test
  void shouldSayThatACommitIsNotThere() {
    String unknown = "0123456789012345678901234567890123456789";

    FleetAt.Missing at = assertInstanceOf(FleetAt.Missing.class, fleets.at(new Revision(unknown)));
    FleetAt.Missing named = assertInstanceOf(FleetAt.Missing.class, fleets.named("nowhere"));

    assertTrue(at.reason().contains("is not in the hub's clone"), at.reason());
    assertTrue(named.reason().contains("no branch or tag of that name"), named.reason());
  }

  @Test
  void shouldLoadACommitOnce() throws Exception {
    Fleet once = valid(fleets.at(new Revision(first)));
    source.close();
    Files.move(folder.resolve("home"), folder.resolve("gone"));

    assertSame(once, valid(fleets.at(new Revision(first))));
  }
}
