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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Leaves on each node the catalog that it was just seen to be in sync with, so that it can verify
 * itself and put itself right when the hub is lost. A node that is not in sync keeps the former one,
 * and so does one that is suspended, since no pass is made over it. Costs nothing as long as the
 * node has it: what it has is a fact of each probe.
 */
final class LeftBehind implements Passes {
  private static final Logger LOG = Logger.getLogger(LeftBehind.class);

  private final Passes usual;
  private final NodeAlone nodes;
  private final Settings settings;
  private final Telling events;
  private final Map<NodeName, Target> left = new ConcurrentHashMap<>();

  /**
   * @param wanted whether anything is left on nodes at all; what is there is removed when not
   */
  record Settings(boolean wanted, NodeAlone.Settings alone) {}

  /** Hears what is left on nodes and taken away. */
  @FunctionalInterface
  interface Telling {
    void tell(String type, Optional<NodeName> node, Optional<RunId> run, String message);
  }

  LeftBehind(Passes usual, NodeAlone nodes, Settings settings, Telling events) {
    this.usual = usual;
    this.nodes = nodes;
    this.settings = settings;
    this.events = events;
  }

  /** After the passes of the engine. */
  static LeftBehind of(Engine engine, HubSettings settings, HubEvents events) {
    NodeAlone.Settings alone =
        new NodeAlone.Settings(
            settings.loop().stepTimeout(),
            new Keeping(settings.generations().keep(), settings.generations().oldest()),
            settings.hubLoss().largest());
    return new LeftBehind(
        engine.reconciliation()::reconcile,
        engine.alone(),
        new Settings(settings.hubLoss().leave(), alone),
        events::tell);
  }

  @Override
  public Pass reconcile(Work work, PassListener listener) {
    Pass pass = usual.reconcile(work, listener);
    try {
      return pass.remaining()
          .flatMap(drift -> answer(work, pass, drift).map(answer -> told(work.target(), pass, drift, answer)))
          .orElse(pass);
    } catch (RuntimeException e) {
      LOG.errorf(e, "nothing could be left on the node node=%s", work.node());
      return pass;
    }
  }

  /** What the node says of what it was left; empty when it was not asked. */
  private Optional<Answer> answer(Work work, Pass pass, Drift drift) {
    Facts facts = drift.facts();
    Optional<Facts.Alone> has = facts.alone();
    if (!settings.wanted()) {
      return has.map(any -> nodes.remove(work.target()));
    }
    has.ifPresent(any -> left.put(work.node(), work.target()));
    if (!drift.isEmpty() || pass.ending() != Pass.Ending.FINE) {
      return Optional.empty();
    }
    if (!NodeAlone.has(facts, drift.catalog(), settings.alone()) || isToBeProvedAnew(pass, has)) {
      return Optional.of(
          nodes.leave(work.target(), drift.catalog(), facts, settings.alone()));
    }
    return has.filter(alone -> !alone.revision().equals(drift.revision()))
        .map(alone -> nodes.renew(work.target(), alone, drift.revision()));
  }

  /** Somebody changed something while the node was left this; it has been put right by now. */
  private static boolean isToBeProvedAnew(Pass pass, Optional<Facts.Alone> has) {
    return pass.outcome() instanceof Outcome.Converged
        && has.map(alone -> alone.unproved() > 0).orElse(false);
  }

  private Pass told(Target target, Pass pass, Drift drift, Answer answer) {
    return switch (answer) {
      case Answer.Left(Facts.Alone alone) -> {
        left.put(pass.node(), target);
        tell(pass, "left-on-node", words(alone));
        yield pass.leaving(drift.with(drift.facts().with(Optional.of(alone))));
      }
      case Answer.Removed removed -> {
        left.remove(pass.node());
        tell(pass, "removed-from-node", "the node has nothing to go by alone any more");
        yield pass.leaving(drift.with(drift.facts().with(Optional.empty())));
      }
      case Answer.NotNow no -> {
        tell(pass, "not-left-on-node", no.reason());
        yield pass;
      }
    };
  }

  private static String words(Facts.Alone alone) {
    String all =
        "%d resources at %s".formatted(alone.resources(), alone.revision().abbreviated());
    return alone.unproved() == 0
        ? all
        : "%s; %d of them it reads otherwise than the hub, and leaves alone"
            .formatted(all, alone.unproved());
  }

  private void tell(Pass pass, String type, String message) {
    events.tell(type, Optional.of(pass.node()), Optional.of(pass.run()), message);
  }

  /**
   * Takes away what a node has that has left the fleet, if it answers, and then forgets it. One that
   * was away at that time, or that left while the hub was down, keeps it.
   */
  void forget(NodeName node, Consumer<NodeName> then) {
    Target target = left.remove(node);
    if (target == null) {
      then.accept(node);
      return;
    }
    Thread.ofVirtual()
        .name("take-away-" + node)
        .start(() -> {
          try {
            if (nodes.remove(target) instanceof Answer.NotNow no) {
              events.tell("not-removed-from-node", Optional.of(node), Optional.empty(), no.reason());
            }
          } finally {
            then.accept(node);
          }
        });
  }
}
