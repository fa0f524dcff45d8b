package io.meshinfra.reconcile.loop;

import io.meshinfra.model.NodeName;
import io.meshinfra.reconcile.pass.Pass;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The loop's books on all nodes, one {@link Slot} for each. Times are those of a ticker. */
final class Slots {
  private final Map<NodeName, Slot> slots = new ConcurrentHashMap<>();
  private final Consumer<NodeName> forget;
  private final Predicate<NodeName> absent;

  /**
   * @param forget gives up what is kept for a node that has left and is not worked on any more
   * @param absent whether a node that comes into the books is known to have been away
   */
  Slots(Consumer<NodeName> forget, Predicate<NodeName> absent) {
    this.forget = forget;
    this.absent = absent;
  }

  /** The nodes that there are from now on; each is due, also one that was there before. */
  void follow(Collection<NodeName> nodes, Supplier<Duration> due, String trigger) {
    slots.values().stream().filter(slot -> !nodes.contains(slot.node())).forEach(this::leave);
    for (NodeName node : nodes) {
      Duration when = due.get();
      slots.compute(
          node,
          (name, known) -> {
            Slot slot = known == null ? new Slot(name, when, trigger, absent.test(name)) : known;
            slot.ask(when, trigger, false);
            return slot;
          });
    }
  }

  private void leave(Slot slot) {
    slot.leave();
    removeIfOver(slot);
  }

  /** A node that left is forgotten when nothing is done on it any more, not before. */
  void removeIfOver(Slot slot) {
    boolean[] over = {false};
    slots.computeIfPresent(
        slot.node(),
        (name, present) -> {
          over[0] = present == slot && slot.isOver();
          return over[0] ? null : present;
        });
    if (over[0]) {
      forget.accept(slot.node());
    }
  }

  /** Begins what is due. */
  void beginDue(Duration now, BiConsumer<Slot, Slot.Begun> start) {
    slots
        .values()
        .forEach(slot -> slot.beginIfDue(now).ifPresent(begun -> start.accept(slot, begun)));
  }

  /** Asks for passes now; the futures end with them. Nodes that are not there get none. */
  Map<NodeName, CompletableFuture<Pass>> ask(
      List<NodeName> nodes, Duration now, String trigger, boolean insist) {
    Map<NodeName, CompletableFuture<Pass>> ends = new LinkedHashMap<>();
    for (NodeName node : nodes) {
      Slot slot = slots.get(node);
      if (slot != null && !ends.containsKey(node)) {
        slot.askAndWait(now, trigger, insist).ifPresent(end -> ends.put(node, end));
      }
    }
    return ends;
  }

  /** Somebody says that the node is back; tells whether that changes anything. */
  boolean hear(NodeName node, Duration at, String why) {
    return Optional.ofNullable(slots.get(node)).map(slot -> slot.hear(at, why)).orElse(false);
  }

  /** Whether the node did not answer the last time. */
  boolean wasAway(NodeName node) {
    return Optional.ofNullable(slots.get(node)).map(Slot::wasAway).orElse(false);
  }

  /** Whoever waits for a pass that has not begun gets none. */
  void cancelWaiting() {
    slots.values().forEach(Slot::cancelWaiting);
  }
}
