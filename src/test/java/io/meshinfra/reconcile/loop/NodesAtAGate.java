package io.meshinfra.reconcile.loop;

import io.meshinfra.converge.Outcome;
import io.meshinfra.model.NoWayIn;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import io.meshinfra.model.Target;
import io.meshinfra.reconcile.FleetOf;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.reconcile.pass.PassListener;
import io.meshinfra.reconcile.pass.Passes;
import io.meshinfra.reconcile.pass.Work;
import io.meshinfra.transport.Knock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;

/** Nodes that end a pass when they may, and write down what was made on them. */
final class NodesAtAGate implements Passes {
  final Map<NodeName, Outcome> outcomes = new ConcurrentHashMap<>();
  final List<NodeName> held = new CopyOnWriteArrayList<>();
  final Set<NodeName> heldInPass = ConcurrentHashMap.newKeySet();
  final List<String> begun = new CopyOnWriteArrayList<>();
  final List<String> done = new CopyOnWriteArrayList<>();
  final Semaphore gate = new Semaphore(0);
  private final Map<NodeName, Integer> now = new ConcurrentHashMap<>();
  private final Map<NodeName, Integer> most = new ConcurrentHashMap<>();
  volatile boolean interrupted;
  volatile boolean broken;

  void open(NodeName node) {
    held.remove(node);
    gate.release();
  }

  int mostAtOnce(NodeName node) {
    return most.getOrDefault(node, 0);
  }

  @Override
  public Pass reconcile(Work work, PassListener listener) {
    if (broken) {
      throw new IllegalStateException("as the test wants it");
    }
    Revision revision = work.catalog().revision();
    most.merge(work.node(), now.merge(work.node(), 1, Integer::sum), Math::max);
    begun.add(work.node() + " " + revision.id());
    if (held.contains(work.node()) || heldInPass.contains(work.node())) {
      waitAtTheGate();
    }
    now.merge(work.node(), -1, Integer::sum);
    done.add(work.node() + " " + revision.id());
    return FleetOf.pass(work, outcomes.getOrDefault(work.node(), new Outcome.InSync()));
  }

  /** Who is away does not answer; whoever is held keeps the hub waiting before that. */
  Knock knock(Target target) {
    if (held.contains(target.node())) {
      waitAtTheGate();
    }
    return outcomes.get(target.node()) instanceof Outcome.Deferred
        ? new Knock.Unanswered(NoWayIn.of(NoWayIn.Obstacle.NO_ANSWER, "asleep"))
        : new Knock.Answered(target.access().getFirst());
  }

  private void waitAtTheGate() {
    try {
      gate.acquire();
    } catch (InterruptedException e) {
      interrupted = true;
    }
  }
}
