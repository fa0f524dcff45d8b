package io.meshinfra.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.desired.Fleet;
import io.meshinfra.journal.Event;
import io.meshinfra.journal.Journal;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import io.meshinfra.report.review.Pulse;
import io.meshinfra.secret.Secrets;
import io.meshinfra.source.BranchEdit;
import io.meshinfra.source.BranchResult;
import io.meshinfra.source.RemoteBranches;
import io.meshinfra.source.SourceSettings;
import io.meshinfra.support.FleetRepository;
import io.meshinfra.support.JournalTables;
import io.meshinfra.support.MovingClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pushes to a real repository, and remembers by a real journal. */
class HeartbeatsTest {
  private static final Instant START = Instant.parse("2026-03-06T14:02:10Z");
  private static final Duration WEEK = Duration.ofDays(7);

  @TempDir Path folder;
  private FleetRepository repository;
  private RemoteBranches remote;
  private JdbcConnectionPool pool;
  private Journal journal;
  private Instant now = START;
  private boolean alone = true;
  private Optional<Fleet> fleet = Optional.empty();
  private Optional<BranchResult<Revision>> trouble = Optional.empty();
  private Heartbeats heartbeats;

  @BeforeEach
  void create() {
    repository = new FleetRepository(folder);
    repository.write("fleet.yaml", "# nothing\n");
    Revision main = new Revision(repository.push("First"));
    fleet = Optional.of(new Fleet("demo", main, List.of(), 0));
    remote =
        new RemoteBranches(
            SourceSettings.of(repository.bare().toString(), "main", folder.resolve("source")),
            folder.resolve("branches"),
            Secrets.installed(),
            clock());
    pool = JdbcConnectionPool.create("jdbc:h2:file:" + folder.resolve("journal"), "", "");
    JournalTables.copyInto(pool);
    journal = new Journal(pool, clock());
    heartbeats = started(WEEK);
  }

  @AfterEach
  void close() {
    remote.close();
    pool.dispose();
  }

  private MovingClock clock() {
    return new MovingClock(() -> now);
  }

  private Heartbeats started(Duration period) {
    return new Heartbeats(
        period,
        new Heartbeats.Surroundings(() -> fleet, this::nodes, this::push, this::tell, () -> alone),
        journal.events(),
        clock());
  }

  private List<Pulse> nodes() {
    return List.of(
        new Pulse(
            new NodeName("hub"),
            Pulse.Tried.CAME_THROUGH,
            Optional.of(new Pulse.Seen(now.minusSeconds(4), 0, 0, 0)),
            Optional.empty(),
            ""));
  }

  private BranchResult<Revision> push(BranchEdit edit) {
    return trouble.orElseGet(() -> remote.write(edit));
  }

  private void tell(String type, String message) {
    journal.events().append(new Event(now, Optional.empty(), Optional.empty(), type, message));
  }

  private void after(Duration time) {
    now = now.plus(time);
    heartbeats.tick();
  }

  private List<String> commits() {
    repository.git("fetch", "-q", "origin");
    return repository.git("branch", "-r").contains("origin/mesh/reports")
        ? repository.git("log", "--format=%s", "origin/mesh/reports").lines().toList()
        : List.of();
  }

  private List<String> told(String type) {
    return journal.events().recent(100, Optional.empty()).stream()
        .map(Event.Numbered::event)
        .filter(event -> event.type().equals(type))
        .map(Event::message)
        .toList();
  }

  @Test
  void shouldWriteOneWhenTheNodesHadTimeToBeLookedAt() {
    heartbeats.tick();
    after(Duration.ofMinutes(9));
    assertEquals(List.of(), commits());
    after(Duration.ofMinutes(1));

    assertEquals(List.of("Heartbeat: 1 node: no drift on 1"), commits());
    String page = repository.git("show", "origin/mesh/reports:mesh/drift.md");
    assertTrue(page.contains("# mesh: 1 node: no drift on 1"), page);
    assertTrue(page.contains("The next report is due 2026-03-13 14:12 UTC"), page);
    assertTrue(told("heartbeat").getFirst().startsWith("1 node: no drift on 1; mesh/drift.md on"));
  }

  @Test
  void shouldWriteTheNextOneAfterItsPeriod() {
    after(Duration.ofMinutes(10));
    after(WEEK.minusSeconds(1));
    assertEquals(1, commits().size());
    after(Duration.ofSeconds(1));

    assertEquals(2, commits().size());
  }

  @Test
  void shouldNeitherRepeatNorForgetOneAfterARestart() {
    after(Duration.ofMinutes(10));
    after(Duration.ofDays(6));
    heartbeats = started(WEEK);
    after(Duration.ofHours(23));
    assertEquals(1, commits().size());
    after(Duration.ofHours(1));

    assertEquals(2, commits().size());
  }

  @Test
  void shouldTryAgainSoonWhenTheRemoteIsAwayAndTellItOnce() {
    trouble = Optional.of(new BranchResult.Failed<>("the remote is away"));
    after(Duration.ofMinutes(10));
    after(Duration.ofMinutes(5));
    assertEquals(List.of("the remote is away"), told("heartbeat-missed"));
    trouble = Optional.empty();
    after(Duration.ofMinutes(5));

    assertEquals(1, commits().size());
    assertEquals(1, told("heartbeat").size());
  }

  @Test
  void shouldNotAskARemoteAllTheTimeThatDoesNotLetIt() {
    trouble = Optional.of(new BranchResult.Denied<>("it needs a key that may write"));
    after(Duration.ofMinutes(10));
    trouble = Optional.empty();
    after(Duration.ofMinutes(59));
    assertEquals(List.of(), commits());
    after(Duration.ofMinutes(1));

    assertEquals(1, commits().size());
  }

  @Test
  void shouldWriteNoneWhileAnotherHubHasTheJournal() {
    alone = false;
    after(Duration.ofMinutes(10));
    tell("heartbeat", "of the other hub");
    alone = true;
    after(WEEK.minusSeconds(1));
    assertEquals(List.of(), commits());
    after(Duration.ofSeconds(1));

    assertEquals(1, commits().size());
  }

  @Test
  void shouldWriteNoneWhenNothingIsInForce() {
    Optional<Fleet> known = fleet;
    fleet = Optional.empty();
    after(Duration.ofMinutes(10));
    assertEquals(List.of(), told("heartbeat"));
    fleet = known;
    after(Duration.ofMinutes(1));

    assertEquals(1, told("heartbeat").size());
  }

  @Test
  void shouldNotWaitForATimeThatOnlyAWrongClockKnew() {
    now = START.plus(Duration.ofDays(400));
    tell("heartbeat", "from the future");
    now = START;
    after(Duration.ofMinutes(10));

    assertEquals(1, commits().size());
  }

  @Test
  void shouldRefuseAPeriodThatWouldOnlyFillTheRepository() {
    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> started(Duration.ofMinutes(1)));

    assertTrue(refused.getMessage().contains("mesh.forge.heartbeat is PT1M"));
  }
}
