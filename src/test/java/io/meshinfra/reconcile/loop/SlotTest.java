package io.meshinfra.reconcile.loop;

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

  private static final Duration SOON = Duration.ofSeconds(101);

  private Slot away() {
    Slot away = new Slot(new NodeName("a"), LATER, "start", true);
    assertEquals(Optional.empty(), away.beginIfDue(SOON));
    return away;
  }

  @Test
  void shouldTryANodeSoonerThatSaysItIsBack() {
    Slot away = away();

    assertTrue(away.hear(SOON, "hello"));

    assertEquals("hello", away.beginIfDue(SOON).orElseThrow().trigger());
    assertFalse(slot.hear(NOW, "hello"), "it was not away");
  }

  @Test
  void shouldTryOnceMoreWhenTheHelloCameDuringATryInVain() {
    Slot away = away();
    away.beginIfDue(LATER);
    away.hear(LATER, "hello");
    away.count(true, true);

    assertEquals(LATER, away.end(LATER.multipliedBy(2)));
    away.beginIfDue(LATER);
    away.count(false, false);
    assertEquals(LATER.multipliedBy(2), away.end(LATER.multipliedBy(2)));
  }

  @Test
  void shouldBeginTheBackOffAnewWithAHello() {
    Slot away = away();
    away.count(true, true);
    away.count(true, true);
    away.hear(LATER, "hello");

    assertEquals(1, away.count(true, true));
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
