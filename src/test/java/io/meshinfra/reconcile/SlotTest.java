package io.meshinfra.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.NodeName;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SlotTest {
  private static final Duration NOW = Duration.ofSeconds(100);
  private static final Duration LATER = Duration.ofSeconds(200);
  private final Slot slot = new Slot(new NodeName("a"), NOW, "start", false);

  @Test
  void shouldBeginOnlyWhenDue() {
    assertEquals(Optional.empty(), slot.beginIfDue(NOW.minusNanos(1)));
    assertEquals("start", slot.beginIfDue(NOW).orElseThrow().trigger());
  }

  @Test
  void shouldBeginNothingWhileAPassIsMade() {
    slot.beginIfDue(NOW);
    slot.ask(NOW, "request", true);

    assertEquals(Optional.empty(), slot.beginIfDue(LATER));
    assertEquals(NOW, slot.end(LATER));
    assertTrue(slot.beginIfDue(NOW).orElseThrow().insist());
  }

  @Test
  void shouldBeDueWhenToldAtTheEnd() {
    slot.beginIfDue(NOW);

    assertEquals(LATER, slot.end(LATER));
    assertEquals("interval", slot.beginIfDue(LATER).orElseThrow().trigger());
  }

  @Test
  void shouldBeOverOnlyWhenLeftAndIdle() {
    slot.beginIfDue(NOW);
    slot.leave();
    assertFalse(slot.isOver());
    slot.end(LATER);
    assertTrue(slot.isOver());
    assertEquals(Optional.empty(), slot.beginIfDue(LATER));
  }

  @Test
  void shouldTakeNoRequestsForANodeThatLeftButLetItComeBack() {
    slot.leave();
    assertEquals(Optional.empty(), slot.askAndWait(NOW, "request", false));
    slot.ask(NOW, "push", false);
    assertEquals("push", slot.beginIfDue(NOW).orElseThrow().trigger());
  }

  @Test
  void shouldCountFailuresInARowAndRememberWhoWasAway() {
    assertEquals(1, slot.count(true, true));
    assertEquals(2, slot.count(true, true));
    assertTrue(slot.beginIfDue(NOW).orElseThrow().wasAway());
    assertEquals(0, slot.count(false, false));
  }
}
