package io.meshinfra.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.desired.Rollout;
import io.meshinfra.desired.Share;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import io.meshinfra.model.RunId;
import io.meshinfra.rollout.Condition;
import io.meshinfra.rollout.Happened;
import io.meshinfra.rollout.Phase;
import io.meshinfra.rollout.Progress;
import io.meshinfra.rollout.Seen;
import io.meshinfra.rollout.Waves;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is remembered of rollouts and semaphores, whatever database it is in. */
abstract class RolloutJournalContract {
  private static final Instant NOW = Instant.parse("2026-11-23T10:15:30.123456Z");
  private static final NodeName A = new NodeName("a");
  private static final NodeName B = new NodeName("b");
  private static final Revision OLD = new Revision("1".repeat(40));
  private static final Revision NEW = new Revision("2".repeat(40));

  private DataSource source;
  private Journal journal;

  abstract DataSource database() throws Exception;

  @BeforeEach
  void migrate() throws Exception {
    source = database();
    journal = new Journal(source, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private static Progress begin(Revision revision) {
    Rollout rollout =
        new Rollout(
            "web",
            new TreeSet<>(Set.of(A, B)),
            List.of(
                new Rollout.Wave(
                    "one", new Rollout.Members.Counted(Share.ONE), Duration.ofMinutes(5))),
            Share.ONE,
            Share.NONE,
            Duration.ofHours(1),
            List.of(),
            Rollout.OnFailure.STOP);
    return Waves.begin(
        rollout,
        new Waves.Brought(revision, "content of " + revision.abbreviated()),
        Optional.empty(),
        new Seen(Map.of(A, Condition.WELL, B, Condition.WELL), NOW));
  }

  /** Somebody else on the same database. */
  private List<Progress> foundAgain() {
    return new Journal(source, Clock.fixed(NOW, ZoneOffset.UTC)).rollouts().newest();
  }

  @Test
  void shouldFindARolloutAgainAsItWas() {
    Progress begun = begin(NEW);
    journal.rollouts().begin(begun);
    assertEquals(List.of(begun), foundAgain());

    Progress working = Happened.begun(begun, A, Optional.of(OLD), NOW.plusSeconds(1));
    journal.rollouts().save(begun, working);
    assertEquals(List.of(working), foundAgain());

    Progress failed = Happened.failed(working, A, "disk full", NOW.plusSeconds(2));
    Progress stopped = failed.to(Phase.STOPPED, "1 node failed");
    journal.rollouts().save(working, stopped);
    assertEquals(List.of(stopped), foundAgain());
  }

  @Test
  void shouldRememberTheNewestOfAName() {
    Progress old = begin(OLD);
    journal.rollouts().begin(old);
    Progress next = begin(NEW);

    journal.rollouts().begin(next);

    assertEquals(List.of(next), foundAgain());
  }

  @Test
  void shouldWriteWhatAPersonWantsWithTheDeed() {
    Progress begun = begin(NEW);
    journal.rollouts().begin(begun);
    Progress paused = Happened.paused(begun, "by ada: lunch");

    journal.rollouts().save(begun, paused, "ada", "rollout-paused", "web: lunch");

    assertEquals(List.of(paused), foundAgain());
    AuditRow row = journal.audit().after(0, 10).getLast();
    assertEquals("rollout-paused", row.deed());
    assertEquals(Optional.of(NEW.id()), row.revision());
  }

  @Test
  void shouldForgetReplacedRolloutsInTheEnd() {
    journal.rollouts().begin(begin(OLD));
    journal.rollouts().begin(begin(NEW));

    journal.retention().purge(NOW.plusSeconds(60));

    assertEquals(1, journal.rollouts().newest().size());
  }

  @Test
  void shouldHoldSemaphoresAsLongAsTheRunIsNotOver() {
    RunId run = new RunId("20261123t120000-a-1");
    journal.runs().begin(new RunStart(run, A, NEW, "push", NOW));

    journal.semaphores().take(run, A, Set.of("network", "disk"));
    journal.semaphores().take(run, A, Set.of("network"));

    List<SemaphoreJournal.Held> held = journal.semaphores().held();
    assertEquals(List.of(new SemaphoreJournal.Held("network", A, run, NOW)), held, held::toString);
    journal.runs().end(run, "converged", "", NOW);
    assertTrue(journal.semaphores().held().isEmpty());
  }
}
