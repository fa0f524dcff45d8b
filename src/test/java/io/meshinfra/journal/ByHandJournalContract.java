package io.meshinfra.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.drift.LastApplied.Print;
import io.meshinfra.drift.Made;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.Revision;
import io.meshinfra.support.MovingClock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is remembered of what mesh made, and of work by hand, whatever the database. */
abstract class ByHandJournalContract {
  private static final Instant NOW = Instant.parse("2026-03-01T10:15:30.123456Z");
  private static final Instant LATER = NOW.plusSeconds(3600);
  private static final NodeName HUB = new NodeName("hub");
  private static final NodeName LAPTOP = new NodeName("laptop");
  private static final Revision ONE = new Revision("1".repeat(40));
  private static final Revision TWO = new Revision("2".repeat(40));
  private static final ResourceId MOTD = new ResourceId("file", "/etc/motd");
  private static final ResourceId HOSTS = new ResourceId("file", "/etc/hosts");

  private final AtomicReference<Instant> time = new AtomicReference<>(NOW);
  private Journal journal;

  /** A database with the journal's tables, and nothing in them. */
  abstract DataSource database() throws Exception;

  @BeforeEach
  void migrate() throws Exception {
    DataSource source = database();
    journal = new Journal(source, new MovingClock(time::get));
  }

  @Test
  void shouldRememberWhatWasMade() {
    Made made =
        new Made(
            Map.of(
                MOTD, new Made.Thing(new Print("one", ONE), Optional.empty()),
                HOSTS, new Made.Thing(new Print("two", ONE), Optional.of(TWO))));

    journal.made().save(HUB, made);

    assertEquals(made, journal.made().of(HUB));
    assertEquals(Made.NOTHING, journal.made().of(LAPTOP));
  }

  @Test
  void shouldReplaceWhatWasMade() {
    journal.made().save(HUB, made(MOTD, "one", Optional.empty()));
    journal.made().save(LAPTOP, made(MOTD, "one", Optional.empty()));

    journal.made().save(HUB, made(MOTD, "two", Optional.of(TWO)));

    assertEquals(made(MOTD, "two", Optional.of(TWO)), journal.made().of(HUB));
    journal.made().save(HUB, Made.NOTHING);
    assertEquals(Made.NOTHING, journal.made().of(HUB));
    assertEquals(made(MOTD, "one", Optional.empty()), journal.made().of(LAPTOP));
  }

  @Test
  void shouldRememberThousandsOfThings() {
    Map<ResourceId, Made.Thing> many = new HashMap<>();
    for (int i = 0; i < 1_234; i++) {
      many.put(
          new ResourceId("file", "/" + "x".repeat(3_000) + i),
          new Made.Thing(new Print("p" + i, ONE), Optional.empty()));
    }

    journal.made().save(HUB, new Made(many));

    assertEquals(new Made(many), journal.made().of(HUB));
  }

  private static Made made(ResourceId id, String print, Optional<Revision> left) {
    return new Made(Map.of(id, new Made.Thing(new Print(print, ONE), left)));
  }

  @Test
  void shouldRememberWhoWorksByHandAndWhatDifferedBefore() {
    assertEquals(Optional.empty(), journal.breakGlass().uncaptured(HUB));

    journal.breakGlass().open(HUB, "disk full", "ada", LATER, List.of("a", "b", "a"));

    BreakGlass glass = journal.breakGlass().uncaptured(HUB).orElseThrow();
    assertEquals("disk full", glass.reason());
    assertEquals("ada", glass.by());
    assertEquals(NOW, glass.since());
    assertEquals(LATER, glass.until());
    assertEquals(Set.of("a", "b"), glass.before());
    assertEquals(Optional.empty(), journal.breakGlass().uncaptured(LAPTOP));
  }

  /** Who comes second finds what the first has changed already; that is not the state before. */
  @Test
  void shouldKeepWhatDifferedBeforeTheFirstBegan() {
    journal.breakGlass().open(HUB, "disk full", "ada", LATER, List.of("a"));
    time.set(NOW.plusSeconds(60));

    journal.breakGlass().open(HUB, "still full", "bob", LATER.plusSeconds(60), List.of("a", "b"));

    BreakGlass glass = journal.breakGlass().uncaptured(HUB).orElseThrow();
    assertEquals(Set.of("a"), glass.before());
    assertEquals(LATER.plusSeconds(60), glass.until());
    assertEquals("bob", glass.by());
  }

  @Test
  void shouldHoldWhatWasChangedUntilItIsReleased() {
    journal.breakGlass().open(HUB, "disk full", "ada", LATER, List.of());
    BreakGlass glass = journal.breakGlass().uncaptured(HUB).orElseThrow();
    BreakGlass.Held motd = new BreakGlass.Held(MOTD, "mode: 0600", "disk full", NOW);
    BreakGlass.Held hosts = new BreakGlass.Held(HOSTS, "content", "disk full", NOW);

    journal.breakGlass().capture(glass, List.of(motd, hosts));

    assertEquals(Optional.empty(), journal.breakGlass().uncaptured(HUB));
    assertEquals(List.of(hosts, motd), journal.breakGlass().held(HUB));
    journal.breakGlass().settle(HUB, List.of(MOTD));
    assertEquals(List.of(hosts), journal.breakGlass().held(HUB));
    assertEquals(List.of(), journal.breakGlass().held(LAPTOP));
  }

  @Test
  void shouldTellTheAuditWhoDidWhat() {
    journal.breakGlass().open(HUB, "disk full", "ada", LATER, List.of());
    BreakGlass glass = journal.breakGlass().uncaptured(HUB).orElseThrow();
    BreakGlass.Held motd = new BreakGlass.Held(MOTD, "mode: 0600", "disk full", NOW);
    BreakGlass.Held hosts = new BreakGlass.Held(HOSTS, "content", "disk full", NOW);
    journal.breakGlass().capture(glass, List.of(motd, hosts));
    journal.breakGlass().settle(HUB, List.of(MOTD));
    journal.breakGlass().giveFree(HUB, List.of(HOSTS), "bob");

    List<AuditRow> rows = journal.audit().after(0, 10);

    assertEquals(
        List.of(
            "ada break-glass-opened until " + LATER + ": disk full",
            "loop break-glass-ended of ada; changed meanwhile: 2",
            "loop break-glass-settled file:/etc/motd",
            "bob break-glass-reverted file:/etc/hosts"),
        rows.stream().map(row -> row.name() + " " + row.deed() + " " + row.detail()).toList());
    assertTrue(rows.stream().allMatch(row -> row.node().equals(Optional.of(HUB.value()))));
  }

  @Test
  void shouldCaptureOnce() {
    journal.breakGlass().open(HUB, "disk full", "ada", LATER, List.of());
    BreakGlass glass = journal.breakGlass().uncaptured(HUB).orElseThrow();
    journal.breakGlass().capture(glass, List.of());

    journal
        .breakGlass()
        .capture(glass, List.of(new BreakGlass.Held(MOTD, "late", "disk full", NOW)));

    assertTrue(journal.breakGlass().held(HUB).isEmpty());
  }

  @Test
  void shouldRememberWhatIsToBeUndoneUntilItWasTried() {
    RollbackJournal.Order first = new RollbackJournal.Order(3, false, "ada", "no sound");
    RollbackJournal.Order second = new RollbackJournal.Order(0, true, "bob", "all of it");
    journal.rollbacks().want(HUB, first);
    journal.rollbacks().want(LAPTOP, first);

    journal.rollbacks().want(HUB, second);

    assertEquals(Optional.of(second), journal.rollbacks().of(HUB));
    journal.rollbacks().tried(HUB);
    assertEquals(Optional.empty(), journal.rollbacks().of(HUB));
    assertEquals(Optional.of(first), journal.rollbacks().of(LAPTOP));
  }

  @Test
  void shouldHoldWhatWasChangedAgainOnce() {
    for (String detail : List.of("first", "second")) {
      journal.breakGlass().open(HUB, "disk full", "ada", LATER, List.of());
      journal
          .breakGlass()
          .capture(
              journal.breakGlass().uncaptured(HUB).orElseThrow(),
              List.of(new BreakGlass.Held(MOTD, detail, "disk full", NOW)));
    }

    assertEquals(
        List.of("second"),
        journal.breakGlass().held(HUB).stream().map(BreakGlass.Held::detail).toList());
  }
}
