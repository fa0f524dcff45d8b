package io.meshinfra.reconcile.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.NodeName;
import io.meshinfra.reconcile.pass.Pass;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SlotsTest {
  private static final NodeName A = new NodeName("a");
  private static final NodeName B = new NodeName("b");
  private static final Duration NOW = Duration.ofSeconds(100);

  private final List<NodeName> forgotten = new ArrayList<>();
  private final Map<NodeName, Slot> begun = new TreeMap<>();
  private final Slots slots = new Slots(forgotten::add, node -> false);

  private void follow(NodeName... nodes) {
    slots.follow(Set.of(nodes), () -> NOW, "push");
  }

  private void begin() {
    slots.beginDue(NOW, (slot, pass) -> begun.put(slot.node(), slot));
  }

  @Test
  void shouldBeginWhatIsDueOnce() {
    follow(A, B);
    begin();
    assertEquals(Set.of(A, B), begun.keySet());

    begun.clear();
    begin();

    assertEquals(Map.of(), begun);
  }

  @Test
  void shouldForgetANodeThatLeftWhenItsPassIsOver() {
    follow(A, B);
    begin();

    follow(B);
    assertEquals(List.of(), forgotten);
    begun.get(A).end(NOW);
    slots.removeIfOver(begun.get(A));

    assertEquals(List.of(A), forgotten);
  }

  @Test
  void shouldForgetAtOnceANodeThatLeavesWhileNothingIsDoneOnIt() {
    follow(A, B);

    follow(B);

    assertEquals(List.of(A), forgotten);
  }

  @Test
  void shouldGiveNoPassToANodeThatIsNotThere() {
    follow(A);

    Map<NodeName, CompletableFuture<Pass>> ends = slots.ask(List.of(A, B, A), NOW, "r", false);

    assertEquals(Set.of(A), ends.keySet());
  }

  @Test
  void shouldEndTheWaitForPassesThatNeverBegin() {
    follow(A);
    CompletableFuture<Pass> end = slots.ask(List.of(A), NOW, "r", false).get(A);

    slots.cancelWaiting();

    assertTrue(end.isCancelled());
  }

  @Test
  void shouldKnowWhichNodesWereAway() {
    follow(A, B);
    begin();
    begun.get(A).count(true, true);

    assertTrue(slots.wasAway(A));
    assertFalse(slots.wasAway(B));
    assertFalse(slots.wasAway(new NodeName("c")));
  }
}
