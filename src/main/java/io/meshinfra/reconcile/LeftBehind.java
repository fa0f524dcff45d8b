package io.meshinfra.reconcile;

import io.meshinfra.converge.Outcome;
import io.meshinfra.converge.alone.NodeAlone;
import io.meshinfra.converge.alone.NodeAlone.Answer;
import io.meshinfra.converge.shell.Keeping;
import io.meshinfra.drift.Drift;
import io.meshinfra.model.Facts;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.RunId;
import io.meshinfra.model.Target;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.reconcile.pass.PassListener;
import io.meshinfra.reconcile.pass.Passes;
import io.meshinfra.reconcile.pass.Work;
import io.meshinfra.reconcile.settings.HubSettings;
import io.meshinfra.reconcile.status.HubEvents;
import io.meshinfra.reconcile.status.StatusBoard;
import io.meshinfra.resource.Catalog;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Leaves on each node the catalog that it was just seen to be in sync with, so that it can verify
 * itself and put itself right when the hub is lost. A node that is not in sync keeps the former
 * one, and so does one that is suspended, since no pass is made over it. Costs nothing as long as
 * the node has it: what it has is a fact of each probe. No pass waits for it, and it waits a moment
 * for the next one.
 */
final class LeftBehind implements Passes {
  private static final Logger LOG = Logger.getLogger(LeftBehind.class);

  /**
   * Pushes often come in a row: the next run is not to share the node with this, nor to wait for
   * its lock.
   */
  private static final Duration CALM = Duration.ofSeconds(2);

  /** Each is a whole catalog with its contents in memory, several times over while it is sent. */
  private static final int AT_ONCE = 2;

  private final Passes usual;
  private final NodeAlone nodes;
  private final Settings settings;
  private final Hearing hearing;
  private final Executor executor;
  private final Semaphore places = new Semaphore(AT_ONCE);
  private final Map<NodeName, Target> left = new ConcurrentHashMap<>();
  private final Map<NodeName, Task> wanted = new ConcurrentHashMap<>();
  private final Set<NodeName> busy = ConcurrentHashMap.newKeySet();

  /**
   * @param wanted whether anything is left on nodes at all; what is there is removed when not
   */
  record Settings(boolean wanted, NodeAlone.Settings alone) {}

  /** What is to be asked of a node once the pass is over; the last one of a node counts. */
  private record Task(Target target, RunId run, Supplier<Answer> asking) {}

  /** Hears what nodes have by now. */
  interface Hearing {
    void has(NodeName node, Optional<Facts.Alone> alone);

    void tell(String type, NodeName node, Optional<RunId> run, String message);
  }

  LeftBehind(Passes usual, NodeAlone nodes, Settings settings, Hearing hearing, Executor executor) {
    this.usual = usual;
    this.nodes = nodes;
    this.settings = settings;
    this.hearing = hearing;
    this.executor = executor;
  }

  /** After the passes of the engine. */
  static LeftBehind of(Engine engine, HubSettings settings, StatusBoard board, HubEvents events) {
    NodeAlone.Settings alone =
        new NodeAlone.Settings(
            settings.loop().stepTimeout(),
            new Keeping(settings.generations().keep(), settings.generations().oldest()),
            settings.hubLoss().largest());
    Hearing hearing =
        new Hearing() {
          @Override
          public void has(NodeName node, Optional<Facts.Alone> now) {
            board.update(node, status -> status.having(now));
          }

          @Override
          public void tell(String type, NodeName node, Optional<RunId> run, String message) {
            events.tell(type, Optional.of(node), run, message);
          }
        };
    return new LeftBehind(
        engine.reconciliation()::reconcile,
        engine.alone(),
        new Settings(settings.hubLoss().leave(), alone),
        hearing,
        CompletableFuture.delayedExecutor(
            CALM.toMillis(),
            TimeUnit.MILLISECONDS,
            task -> Thread.ofVirtual().name("left-behind").start(task)));
  }

  @Override
  public Pass reconcile(Work work, PassListener listener) {
    wanted.remove(work.node()); // what it still lacks then is asked anew after this pass
    Pass pass = usual.reconcile(work, listener);
    pass.remaining()
        .flatMap(drift -> asking(work, pass, drift))
        .ifPresent(asking -> {
          Task task = new Task(work.target(), pass.run(), asking);
          wanted.put(work.node(), task);
          begin(work.node(), task);
        });
    return pass;
  }

  /** What the node is to be asked; empty when it has what it shall have. */
  private Optional<Supplier<Answer>> asking(Work work, Pass pass, Drift drift) {
    Facts facts = drift.facts();
    Optional<Facts.Alone> has = facts.alone();
    Target target = work.target();
    if (!settings.wanted()) {
      return has.map(any -> () -> nodes.remove(target));
    }
    has.ifPresent(any -> left.put(work.node(), target));
    if (!drift.isEmpty() || pass.ending() != Pass.Ending.FINE) {
      return Optional.empty();
    }
    Catalog catalog = drift.catalog().wantedOn(facts);
    if (!NodeAlone.has(facts, catalog, settings.alone()) || isToBeProvedAnew(pass, has)) {
      return Optional.of(() -> nodes.leave(target, catalog, facts, settings.alone()));
    }
    return has.filter(alone -> !alone.revision().equals(drift.revision()))
        .map(alone -> () -> nodes.renew(target, alone, drift.revision()));
  }

  /** Somebody changed something while the node was left this; it has been put right by now. */
  private static boolean isToBeProvedAnew(Pass pass, Optional<Facts.Alone> has) {
    return pass.outcome() instanceof Outcome.Converged
        && has.map(alone -> alone.unproved() > 0).orElse(false);
  }

  /** Later, unless the next pass has begun by then. One at a time on a node. */
  private void begin(NodeName node, Task task) {
    executor.execute(() -> {
      if (task.equals(wanted.get(node)) && busy.add(node)) {
        carryOut(node);
      }
    });
  }

  private void carryOut(NodeName node) {
    try {
      for (Task task = wanted.remove(node); task != null; task = wanted.remove(node)) {
        carryOut(node, task);
      }
    } finally {
      busy.remove(node);
    }
    Task late = wanted.get(node);
    if (late != null) {
      begin(node, late);
    }
  }

  private void carryOut(NodeName node, Task task) {
    places.acquireUninterruptibly();
    try {
      heard(node, task, task.asking().get());
    } catch (RuntimeException e) {
      LOG.errorf(e, "nothing could be left on the node node=%s", node);
    } finally {
      places.release();
    }
  }

  private void heard(NodeName node, Task task, Answer answer) {
    switch (answer) {
      case Answer.Left(Facts.Alone alone) -> {
        left.put(node, task.target());
        hearing.has(node, Optional.of(alone));
        hearing.tell("left-on-node", node, Optional.of(task.run()), words(alone));
      }
      case Answer.Removed removed -> {
        left.remove(node);
        hearing.has(node, Optional.empty());
        hearing.tell(
            "removed-from-node",
            node,
            Optional.of(task.run()),
            "the node has nothing to go by without a hub any more");
      }
      case Answer.NotNow no ->
          hearing.tell("not-left-on-node", node, Optional.of(task.run()), no.reason());
    }
  }

  private static String words(Facts.Alone alone) {
    String all = "%d resources at %s".formatted(alone.resources(), alone.revision().abbreviated());
    return alone.unproved() == 0
        ? all
        : "%s; %d of them it reads otherwise than the hub, and does not act on"
            .formatted(all, alone.unproved());
  }

  /**
   * Takes away what a node has that has left the fleet, if it answers, and then forgets it. One
   * that was away at that time, or that left while the hub was down, keeps it.
   */
  void forget(NodeName node, Consumer<NodeName> then) {
    Target target = left.remove(node);
    if (target == null) {
      then.accept(node);
      return;
    }
    executor.execute(() -> {
      try {
        if (nodes.remove(target) instanceof Answer.NotNow no) {
          hearing.tell("not-removed-from-node", node, Optional.empty(), no.reason());
        }
      } catch (RuntimeException e) {
        LOG.errorf(e, "nothing could be taken away from the node node=%s", node);
      } finally {
        then.accept(node);
      }
    });
  }
}
