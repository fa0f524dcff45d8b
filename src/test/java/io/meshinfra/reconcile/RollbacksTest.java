package io.meshinfra.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.converge.shell.NodeGenerations.Reading;
import io.meshinfra.model.NodeName;
import io.meshinfra.plan.Generation;
import io.meshinfra.plan.Rollback;
import io.meshinfra.reconcile.pass.PassListener;
import io.meshinfra.reconcile.pass.Work;
import io.meshinfra.support.Catalogs;
import io.meshinfra.support.MemoryJournal;
import io.meshinfra.support.MovingClock;
import io.meshinfra.support.ScratchNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RollbacksTest {
  private static final NodeName NODE = new NodeName("scratch");
  private static final Generation ONE =
      new Generation(
          1,
          Instant.EPOCH,
          "run",
          Optional.empty(),
          "applied",
          false,
          OptionalLong.empty(),
          List.of());

  private final List<String> made = new ArrayList<>();
  private final List<Rollback.Answer> planned = new ArrayList<>();
  private Reading reading = new Reading.Told(List.of(ONE));
  private boolean fault;
  private final MovingClock clock = new MovingClock(() -> Instant.EPOCH);
  private final MemoryJournal journal = new MemoryJournal(clock);
  private Rollbacks rollbacks = hub();

  /** One that knows nothing but what the journal has. */
  private Rollbacks hub() {
    return new Rollbacks(
        (work, listener) -> {
          made.add("usual");
          return null;
        },
        (work, plan, listener) -> {
          if (fault) {
            throw new IllegalStateException("as the test wants it");
          }
          made.add("rolled back");
          planned.add(plan.get());
          return null;
        },
        target -> reading,
        () -> Optional.of(FleetOf.at(FleetOf.OLD, "scratch")),
        journal.journal().rollbacks(),
        clock);
  }

  @AfterEach
  void close() {
    journal.close();
  }

  private static Rollbacks.Order order(int to) {
    return new Rollbacks.Order(Optional.of(to), false, "ada", "no sound");
  }

  private void pass() {
    rollbacks.reconcile(
        new Work(ScratchNode.target(), Catalogs.of(), "rollback", true), new PassListener.Silent());
  }

  @Test
  void shouldRollBackOnceWhenAsked() {
    rollbacks.want(NODE, order(0));
    assertTrue(rollbacks.wants(NODE));

    pass();
    pass();

    assertEquals(List.of("rolled back", "usual"), made);
    assertFalse(rollbacks.wants(NODE));
    assertEquals(0, assertInstanceOf(Rollback.Answer.Possible.class, planned.getFirst()).to());
  }

  @Test
  void shouldRollBackAfterARestart() {
    rollbacks.want(NODE, new Rollbacks.Order(Optional.of(0), true, "ada", "no sound"));

    rollbacks = hub();
    assertTrue(rollbacks.wants(NODE));
    pass();

    assertEquals(List.of("rolled back"), made);
    assertEquals(0, assertInstanceOf(Rollback.Answer.Possible.class, planned.getFirst()).to());
    assertFalse(hub().wants(NODE));
  }

  @Test
  void shouldNotTryAgainByItselfWhatFailed() {
    rollbacks.want(NODE, order(0));
    fault = true;

    assertThrows(IllegalStateException.class, this::pass);

    assertFalse(rollbacks.wants(NODE));
  }

  @Test
  void shouldPlanNothingWhenTheNodeCannotBeAsked() {
    rollbacks.want(NODE, order(0));
    reading = new Reading.Untold("the node is away");

    pass();

    assertEquals(new Rollback.Answer.Impossible("the node is away"), planned.getFirst());
  }

  @Test
  void shouldRefuseBeforehandWhatCannotBeDone() {
    rollbacks.check(NODE, order(0));

    NotNow no = assertThrows(NotNow.class, () -> rollbacks.check(NODE, order(1)));
    assertTrue(no.getMessage().contains("not before the last one"), no.getMessage());
    reading = new Reading.Untold("the node is away");
    assertThrows(NotNow.class, () -> rollbacks.check(NODE, order(0)));
    assertThrows(NotNow.class, () -> rollbacks.generations(NODE));
  }

  @Test
  void shouldKnowOnlyNodesOfTheFleet() {
    NodeName other = new NodeName("other");

    assertThrows(NotNow.class, () -> rollbacks.generations(other));
    assertEquals(List.of(ONE), rollbacks.generations(NODE));
  }

  @Test
  void shouldSayWhoHoldsTheNodeBack() {
    assertEquals("rolled back to 3: no sound", order(3).words());
    assertEquals(
        "rolled back: no sound",
        new Rollbacks.Order(Optional.empty(), false, "ada", "no sound").words());
  }
}
