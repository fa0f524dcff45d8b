package io.meshinfra.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.desired.Fleet;
import io.meshinfra.drift.LastApplied;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import io.meshinfra.reconcile.revision.FleetAt;
import io.meshinfra.reconcile.revision.Fleets;
import io.meshinfra.reconcile.revision.RevisionReader;
import io.meshinfra.resource.ResourceTypes;
import io.meshinfra.secret.Secrets;
import io.meshinfra.source.GitSource;
import io.meshinfra.source.SourceSettings;
import io.meshinfra.support.FleetRepository;
import io.meshinfra.support.MemoryJournal;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a real repository: what a node owes that was away for a while. */
class DebtsTest {
  private static final NodeName LAPTOP = new NodeName("laptop");
  private static final String NODE =
      """
      apiVersion: mesh-infra/v1
      kind: Node
      metadata: {name: laptop}
      spec:
        access: [{local: true}]
        user: root
        resources:
      """;

  @TempDir Path folder;
  private final MemoryJournal journal = new MemoryJournal(Clock.systemUTC());
  private FleetRepository repository;
  private GitSource git;
  private Fleets fleets;
  private Optional<Fleet> inForce = Optional.empty();
  private Debts debts;

  @BeforeEach
  void begin() {
    repository = new FleetRepository(folder);
    git =
        new GitSource(
            SourceSettings.of(repository.bare().toString(), "main", folder.resolve("hub")),
            Secrets.installed());
    fleets = new Fleets(git, new RevisionReader(ResourceTypes.installed(), "", "infra/policy"));
    debts = new Debts(new Debts.Sources(fleets, git, journal.journal(), () -> inForce));
  }

  @AfterEach
  void end() {
    git.close();
    journal.close();
  }

  private Revision push(String... motds) {
    StringBuilder resources = new StringBuilder(NODE);
    for (int i = 0; i < motds.length; i++) {
      resources.append("    - file: {path: /tmp/f%d, content: %s}\n".formatted(i, motds[i]));
    }
    Revision revision =
        new Revision(repository.write("nodes.yaml", resources.toString()).push("Push"));
    git.fetch();
    inForce = Optional.of(((FleetAt.Valid) fleets.at(revision)).fleet());
    return revision;
  }

  private void converged(Revision revision) {
    journal.journal().applied().save(LAPTOP, revision, LastApplied.at(revision, Map.of()));
  }

  @Test
  void shouldOweOneStepHoweverManyCommitsThereWere() {
    Revision first = push("a", "b", "c");
    converged(first);
    for (int i = 0; i < 5; i++) {
      push("a" + i, "b");
    }
    Revision last = push("x", "b", "c", "d");

    Debt debt = debts.of(LAPTOP).orElseThrow();

    assertEquals(new Debt(Optional.of(first), last, Optional.of(6), Optional.of(2)), debt);
    assertFalse(debt.isNone());
  }

  @Test
  void shouldOweNothingWhenGitMovedElsewhereOnly() {
    converged(push("a"));
    repository.write("README.md", "more words\n");
    push("a");

    assertTrue(debts.of(LAPTOP).orElseThrow().isNone());
  }

  @Test
  void shouldOweAllThatThereIsWhenItWasNeverSeen() {
    Revision only = push("a", "b");

    assertEquals(
        new Debt(Optional.empty(), only, Optional.empty(), Optional.of(2)),
        debts.of(LAPTOP).orElseThrow());
    assertEquals(Optional.empty(), debts.of(new NodeName("other")));
  }

  @Test
  void shouldAdmitThatItCannotTellWhenTheCommitIsGone() {
    converged(new Revision("a".repeat(40)));
    push("a");

    Debt debt = debts.of(LAPTOP).orElseThrow();

    assertEquals(Optional.empty(), debt.resources());
    assertFalse(debt.isNone());
  }
}
