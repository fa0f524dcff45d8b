package io.meshinfra.reconcile.revision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.journal.Journal;
import io.meshinfra.model.Revision;
import io.meshinfra.reconcile.status.HubEvents;
import io.meshinfra.resource.ResourceTypes;
import io.meshinfra.secret.Secrets;
import io.meshinfra.source.GitSource;
import io.meshinfra.source.SourceSettings;
import io.meshinfra.support.FleetRepository;
import io.meshinfra.support.JournalTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jgit.util.FS;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RevisionsTest {
  private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
  private static final String FLEET =
      """
      apiVersion: mesh-infra/v1
      kind: Fleet
      metadata: {name: %s}
      spec: {user: nobody, become: none}
      """;

  @TempDir Path folder;
  private final List<String> followed = new CopyOnWriteArrayList<>();
  private JdbcConnectionPool database;
  private Journal journal;
  private FleetRepository repository;
  private GitSource source;

  /** In the background JGit measures with files of its own; not in a folder that a test removes. */
  @BeforeAll
  static void measureFileSystem() {
    FS.FileStoreAttributes.get(Path.of(System.getProperty("java.io.tmpdir")));
  }

  @BeforeEach
  void begin() {
    database = JdbcConnectionPool.create("jdbc:h2:file:" + folder.resolve("journal"), "", "");
    JournalTables.copyInto(database);
    journal = new Journal(database, CLOCK);
    repository = new FleetRepository(folder);
    source = source("home");
  }

  @AfterEach
  void end() {
    source.close();
    database.dispose();
  }

  @Test
  void shouldTellOfANewRevisionOnce() {
    String first = push("one");
    Revisions revisions = revisions(this::note);

    assertTrue(revisions.refresh(false));
    assertFalse(revisions.refresh(false));
    assertEquals(List.of("push " + first), followed);
  }

  @Test
  void shouldKeepTheLastGoodRevisionInForceAndSayWhatIsWrong() {
    String good = push("one");
    Revisions revisions = revisions(this::note);
    revisions.refresh(false);
    repository.write("fleet.yaml", "kind: Nonsense\n").push("Break it");

    assertFalse(revisions.refresh(false));
    assertEquals(good, revisions.inForce().orElseThrow().revision().id());
    assertTrue(revisions.trouble().contains("is not valid"), revisions.trouble());
  }

  @Test
  void shouldTellOnceWhatStaysOutHoweverOftenItIsJudged() {
    push("one");
    Revisions revisions = revisions(this::note);
    revisions.refresh(false);
    repository.write("fleet.yaml", "kind: Nonsense\n").push("Break it");

    for (int i = 0; i < 3; i++) {
      revisions.judgeAgain();
      revisions.refresh(false);
    }

    assertEquals(
        1,
        journal.events().recent(100, Optional.empty()).stream()
            .filter(event -> event.event().type().equals("revision-invalid"))
            .count());
  }

  @Test
  void shouldTellAgainWhatIsInvalidWhenTheRemoteIsBack() throws IOException {
    push("one");
    Revisions revisions = revisions(this::note);
    revisions.refresh(false);
    repository.write("fleet.yaml", "kind: Nonsense\n").push("Break it");
    revisions.refresh(false);
    Path away = folder.resolve("away");
    Files.move(repository.bare(), away);
    revisions.refresh(false);
    assertTrue(revisions.trouble().contains("no git repository"), revisions.trouble());

    Files.move(away, repository.bare());
    revisions.refresh(false);

    assertTrue(revisions.trouble().contains("is not valid"), revisions.trouble());
  }

  @Test
  void shouldKeepARefusedRevisionOutUntilItIsJudgedAnew() {
    String good = push("one");
    AtomicInteger asked = new AtomicInteger();
    List<String> reasons = new CopyOnWriteArrayList<>();
    Revisions revisions =
        revisions(
            head -> {
              asked.incrementAndGet();
              return reasons.stream().findFirst();
            },
            this::note);
    revisions.refresh(false);
    reasons.add("a commit left its contract");
    String outside = push("two");

    for (int look = 0; look < 3; look++) {
      assertFalse(revisions.refresh(false));
    }
    assertEquals(2, asked.get());
    assertEquals(good, revisions.inForce().orElseThrow().revision().id());
    assertTrue(revisions.trouble().contains("is refused"), revisions.trouble());
    assertTrue(revisions.trouble().contains("left its contract"), revisions.trouble());

    reasons.clear();
    revisions.judgeAgain();
    assertTrue(revisions.refresh(false));
    assertEquals(outside, revisions.inForce().orElseThrow().revision().id());
    assertEquals("", revisions.trouble());
  }

  @Test
  void shouldTellOfARefusedRewindOnce() {
    push("one");
    Revisions revisions = revisions(this::note);
    revisions.refresh(false);
    repository.write("more", "").amend("forged");

    for (int look = 0; look < 3; look++) {
      revisions.refresh(false);
    }

    assertEquals(
        1,
        journal.events().recent(100, Optional.empty()).stream()
            .filter(event -> event.event().type().equals("revision-refused"))
            .count());
  }

  @Test
  void shouldNotTellTwiceOfWhatWasTakenUpAfterARestart() {
    String first = push("one");
    revisions(this::note).refresh(false);
    source.close();
    source = source("home");
    followed.clear();
    Revisions restarted = revisions(this::note);
    restarted.resume();

    assertFalse(restarted.refresh(false));
    assertEquals(List.of("start " + first), followed);
  }

  @Test
  void shouldGuardAgainstARewindAlsoWithANewClone() throws IOException {
    push("one");
    push("two");
    Revisions before = revisions(this::note);
    before.refresh(false);
    Revision accepted = before.inForce().orElseThrow().revision();
    source.close();
    source = source("another-home");
    Revisions restarted = revisions(this::note);
    restarted.resume();
    assertEquals(Optional.of(accepted), source.accepted());
    repository.git("reset", "-q", "--hard", "HEAD~1");
    push("forged");

    assertFalse(restarted.refresh(false));
    assertTrue(restarted.trouble().contains("force-push"), restarted.trouble());
  }

  @Test
  void shouldTellOneAfterAnotherWhenTwoLookAtOnce() throws InterruptedException {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Revisions revisions =
        revisions((fleet, trigger) -> {
          most.accumulateAndGet(inside.incrementAndGet(), Math::max);
          note(fleet, trigger);
          inside.decrementAndGet();
        });
    String last = "";
    for (int round = 0; round < 5; round++) {
      last = push("round-" + round);
      lookTwiceAtOnce(revisions);
    }

    assertEquals(5, followed.size());
    assertEquals("push " + last, followed.getLast());
    assertEquals(1, most.get());
  }

  private static void lookTwiceAtOnce(Revisions revisions) throws InterruptedException {
    CountDownLatch both = new CountDownLatch(2);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 2; i++) {
        threads.execute(() -> {
          both.countDown();
          revisions.refresh(false);
        });
      }
      both.await();
    }
  }

  private void note(io.meshinfra.desired.Fleet fleet, String trigger) {
    followed.add(trigger + " " + fleet.revision().id());
  }

  private String push(String name) {
    return repository.write("fleet.yaml", FLEET.formatted(name)).push("Name it " + name);
  }

  private GitSource source(String home) {
    return new GitSource(
        SourceSettings.of(repository.bare().toString(), "main", folder.resolve(home)),
        Secrets.installed());
  }

  private Revisions revisions(Revisions.Follower follower) {
    return revisions(head -> Optional.empty(), follower);
  }

  private Revisions revisions(RevisionCheck check, Revisions.Follower follower) {
    return new Revisions(
        source,
        new RevisionReader(ResourceTypes.installed(), "", "infra/policy"),
        journal,
        new HubEvents(journal, CLOCK),
        CLOCK,
        check,
        follower);
  }
}
