package io.meshinfra.reconcile.rollout;

import io.meshinfra.desired.FleetNode;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Printable;
import io.meshinfra.model.Revision;
import io.meshinfra.probe.HealthProbe;
import io.meshinfra.reconcile.rollout.RolloutBook.Entry;
import io.meshinfra.rollout.Happened;
import io.meshinfra.rollout.Places;
import io.meshinfra.rollout.Progress;
import io.meshinfra.rollout.Seen;
import io.meshinfra.rollout.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;

/**
 * What rollouts have done on nodes: those whose turn it is are looked at, those that have the
 * change are asked whether they are healthy, those that go back put back what they keep. All of it
 * on threads of its own; what a killed hub left undone is found in the journal and done again.
 */
final class RolloutRounds {
  private static final Logger LOG = Logger.getLogger(RolloutRounds.class);

  /** After that a node that could not be asked is asked again. */
  private static final Duration AGAIN = Duration.ofSeconds(15);

  /** After that a node whose turn it is, and that something else keeps, is looked at again. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** Nodes that are asked at a time; a health check may take minutes and costs the hub a thread. */
  private static final int MOST_ASKED = 64;

  private final RolloutBook book;
  private final Outside outside;
  private final Semaphore places = new Semaphore(MOST_ASKED);
  private final Map<NodeName, Instant> woken = new ConcurrentHashMap<>();
  private final Map<NodeName, Instant> asked = new ConcurrentHashMap<>();
  private final Set<NodeName> busy = ConcurrentHashMap.newKeySet();

  /** Nodes that have been asked to put back what they keep, and since which rollout. */
  private final Map<NodeName, Instant> putBack = new ConcurrentHashMap<>();

  RolloutRounds(RolloutBook book, Outside outside) {
    this.book = book;
    this.outside = outside;
  }

  /** Begins whatever is due; blocks for nothing. */
  void act() {
    for (Entry entry : book.entries()) {
      Seen seen = book.seen();
      Places places = new Places(entry.rollout(), entry.progress(), seen);
      wake(places.ready(node -> !isDue(woken.get(node), seen.now(), PATIENCE)));
      each(entry, seen, Standing.APPLIED, node -> ask(entry, node));
      each(entry, seen, Standing.UNDOING, node -> undo(entry, node));
    }
  }

  /** It was looked at and told to wait, so it is woken when its turn has come. */
  void waits(NodeName node) {
    woken.remove(node);
  }

  private interface OnNode {
    void act(FleetNode node);
  }

  /** Those that are there; the others have time until they are back. */
  private void each(Entry entry, Seen seen, Standing standing, OnNode what) {
    for (NodeName name : entry.progress().standing(standing)) {
      if (!seen.of(name).isExcused()) {
        book.fleet().flatMap(fleet -> fleet.node(name)).ifPresent(what::act);
      }
    }
  }

  /** Whether the node had its chance to put back what it keeps. */
  boolean mayGoBack(NodeName node) {
    return book.of(node)
        .map(entry -> entry.progress().begunAt().equals(putBack.get(node)) || isBack(entry, node))
        .orElse(false);
  }

  private static boolean isBack(Entry entry, NodeName node) {
    return entry
        .progress()
        .member(node)
        .map(member -> member.standing() == Standing.UNDONE)
        .orElse(false);
  }

  private void wake(List<NodeName> ready) {
    ready.forEach(node -> woken.put(node, book.now()));
    outside.wake(ready, false);
  }

  private static boolean isDue(Instant last, Instant now, Duration after) {
    return last == null || !now.isBefore(last.plus(after));
  }

  private void ask(Entry entry, FleetNode node) {
    if (!isDue(asked.get(node.name()), book.now(), AGAIN)) {
      return;
    }
    apart(
        node.name(),
        () -> {
          HealthProbe.Result result = outside.health(node.target(), entry.rollout().checks());
          boolean first = asked.put(node.name(), book.now()) == null;
          told(entry, node.name(), result, first);
        });
  }

  private void told(Entry entry, NodeName node, HealthProbe.Result result, boolean first) {
    switch (result) {
      case HealthProbe.Result.Healthy healthy -> {
        asked.remove(node);
        change(entry, progress -> Happened.healthy(progress, node, book.now()));
      }
      case HealthProbe.Result.Unhealthy unhealthy -> {
        asked.remove(node);
        change(entry, progress -> Happened.failed(progress, node, unhealthy.reason(), book.now()));
      }
      case HealthProbe.Result.NotAsked notAsked -> {
        if (first) {
          outside.tell(
              "rollout-not-checked",
              Optional.of(node),
              "%s: the node cannot be asked whether it is healthy: %s"
                  .formatted(entry.rollout().name(), Printable.line(notAsked.reason())));
        }
      }
    }
  }

  /** An answer about one rollout says nothing about the one that has replaced it. */
  private void change(Entry entry, UnaryOperator<Progress> happened) {
    book.change(
        entry.rollout().name(),
        progress ->
            progress.begunAt().equals(entry.progress().begunAt())
                ? happened.apply(progress)
                : progress);
  }

  private void undo(Entry entry, FleetNode node) {
    if (mayGoBack(node.name())) {
      if (isDue(woken.get(node.name()), book.now(), AGAIN)) {
        wake(List.of(node.name()));
      }
      return;
    }
    apart(
        node.name(),
        () -> {
          String by = "rollout " + entry.rollout().name();
          String done =
              outside.putBack(
                  node.name(), revisions(entry.progress()), by, entry.progress().reason());
          outside.tell("rollout-undoing-node", Optional.of(node.name()), by + ": " + done);
          putBack.put(node.name(), entry.progress().begunAt());
          outside.wake(List.of(node.name()), true);
        });
  }

  private Set<Revision> revisions(Progress progress) {
    Revision begun = progress.revision();
    return book.fleet()
        .map(fleet -> fleet.revision())
        .filter(now -> !now.equals(begun))
        .map(now -> Set.of(begun, now))
        .orElse(Set.of(begun));
  }

  /** On a thread of its own, one thing at a time for each node; then what follows from it. */
  private void apart(NodeName node, Runnable work) {
    if (busy.add(node)) {
      Thread.ofVirtual()
          .name("rollout-" + node)
          .start(() -> {
            if (done(node, work)) {
              act();
            }
          });
    }
  }

  /** What failed is tried again with the next round, not at once. */
  private boolean done(NodeName node, Runnable work) {
    places.acquireUninterruptibly();
    try {
      work.run();
      return true;
    } catch (RuntimeException e) {
      LOG.errorf(e, "what a rollout wants of a node failed node=%s", node);
      return false;
    } finally {
      places.release();
      busy.remove(node);
    }
  }
}
