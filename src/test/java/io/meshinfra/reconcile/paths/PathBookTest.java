package io.meshinfra.reconcile.paths;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.AccessPath;
import io.meshinfra.model.NoWayIn.ClosedPath;
import io.meshinfra.model.NoWayIn.Obstacle;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.PathHealth;
import io.meshinfra.model.Target;
import io.meshinfra.support.MemoryJournal;
import io.meshinfra.support.MovingClock;
import io.meshinfra.transport.PathTrial.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PathBookTest {
  private static final NodeName A = new NodeName("a");
  private static final AccessPath LAN = AccessPath.ssh("lan", "10.0.0.1", 22);
  private static final AccessPath EMERGENCY = AccessPath.ssh("emergency", "10.0.0.1", 2222);
  private static final Result UP = new Result.Led(Duration.ofMillis(2));
  private static final Result DEAD =
      new Result.Shut(new ClosedPath(Obstacle.NO_ANSWER, "emergency: timed out after 5 s"));

  private Instant now = Instant.parse("2026-03-01T10:00:00Z");
  private final MovingClock clock = new MovingClock(() -> now);
  private final MemoryJournal journal = new MemoryJournal(clock);
  private final List<String> told = new ArrayList<>();
  private PathBook book = begin();

  @AfterEach
  void end() {
    journal.close();
  }

  private PathBook begin() {
    PathBook begun =
        new PathBook(
            journal.journal().paths(),
            (type, node, words) -> told.add(type + ": " + words),
            new Rot(3, Duration.ofHours(1)),
            clock);
    begun.resume();
    return begun;
  }

  private static Target target(AccessPath... access) {
    return new Target(A, List.of(access), List.of(), "ops", Target.Become.NONE);
  }

  private void round(Result lan, Result emergency) {
    Map<AccessPath, Result> round = new LinkedHashMap<>();
    round.put(LAN, lan);
    round.put(EMERGENCY, emergency);
    book.note(A, round);
    now = now.plus(Duration.ofMinutes(5));
  }

  private PathHealth emergency() {
    return book.of(target(LAN, EMERGENCY)).get(EMERGENCY).orElseThrow();
  }

  @Test
  void shouldTellAFallbackThatRotsOnceAndAlsoThatItHealed() {
    round(UP, UP);
    round(UP, DEAD);
    round(UP, DEAD);
    assertEquals(List.of(), told, "a link that is down for a moment is nobody's business");
    assertTrue(book.isInDoubt(A));
    round(UP, DEAD);
    round(UP, DEAD);
    assertEquals(Set.of(EMERGENCY.toString()), book.rotten(A).keySet());
    round(UP, UP);

    assertEquals(
        List.of(
            "path-rotten: emergency: timed out after 5 s; since 2026-03-01T10:05:00Z, in 3 tries; it"
                + " last led in at 2026-03-01T10:00:00Z",
            "path-healed: emergency (10.0.0.1:2222) leads in again, after 1200 s"),
        told);
    assertEquals(Map.of(), book.rotten(A));
    assertFalse(book.isInDoubt(A));
  }

  @Test
  void shouldForgetNothingOverARestart() {
    round(UP, UP);
    round(UP, DEAD);
    book = begin();
    round(UP, DEAD);
    book = begin();
    round(UP, DEAD);
    book = begin();
    round(UP, DEAD);

    assertEquals(1, told.size(), told.toString());
    assertEquals(4, emergency().failures());
    assertEquals(Instant.parse("2026-03-01T10:05:00Z"), emergency().since());
    assertEquals(Optional.of(Instant.parse("2026-03-01T10:00:00Z")), emergency().lastGood());
    book = begin();
    assertEquals(Set.of(EMERGENCY.toString()), book.rotten(A).keySet());
    round(UP, UP);
    assertEquals(2, told.size(), told.toString());
  }

  /** The node is down, or the hub is cut off; the presence of the node tells that. */
  @Test
  void shouldSayNothingWhileTheWholeNodeIsDown() {
    round(UP, UP);
    for (int i = 0; i < 9; i++) {
      round(DEAD, DEAD);
    }

    assertEquals(List.of(), told);
    assertTrue(emergency().isUp());
  }

  @Test
  void shouldTellAfterTheGraceHoweverFewTriesThereWere() {
    round(UP, DEAD);
    now = now.plus(Duration.ofHours(1));
    round(UP, DEAD);

    assertEquals(1, told.size());
    assertTrue(told.getFirst().contains("it last led in never that the hub knows of"));
  }

  @Test
  void shouldTellAnotherMachineAtOnce() {
    round(
        UP, new Result.Shut(new ClosedPath(Obstacle.OTHER_HOST_KEY, "emergency: is another one")));

    assertEquals(1, told.size());
  }

  @Test
  void shouldKnowSinceWhenAPathLeadsIn() {
    round(UP, UP);
    round(UP, UP);

    assertEquals(Instant.parse("2026-03-01T10:00:00Z"), emergency().since());
    assertEquals(Optional.of(Instant.parse("2026-03-01T10:05:00Z")), emergency().lastGood());
    assertEquals(Optional.of(Duration.ofMillis(2)), emergency().latency());
  }

  /** A path that was moved to another port is a new one, of which nothing is known. */
  @Test
  void shouldForgetWhatIsNotDeclaredAnyMore() {
    round(UP, DEAD);
    book.follow(target(LAN, AccessPath.ssh("emergency", "10.0.0.1", 2223)));

    assertEquals(1, journal.journal().paths().all().size());
    book.forget(A);
    assertEquals(List.of(), journal.journal().paths().all());
    assertEquals(
        List.of(Optional.empty(), Optional.empty()),
        List.copyOf(book.of(target(LAN, EMERGENCY)).values()));
  }
}
