package io.meshinfra.reconcile.loop;

import io.meshinfra.model.NodeName;
import io.meshinfra.policy.Verdict;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.reconcile.pass.PassListener;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Nodes that wait until another node has been changed, in the order in which they came. With each
 * run that ends the next one is looked at, so that a rolling change goes on at once and not with
 * the next interval.
 */
public final class Turns extends PassListener.Silent {
  /** Why a node is looked at whose turn it is; one that needs nothing passes the turn on. */
  public static final String TURN = "turn";

  private final Set<NodeName> waiting = new LinkedHashSet<>();
  private volatile Consumer<NodeName> wake = node -> {};

  /** Who has a node looked at; nobody before the loop is there. */
  public void wakeBy(Consumer<NodeName> waking) {
    wake = waking;
  }

  @Override
  public void ended(Pass pass) {
    Optional<NodeName> next = next(pass);
    next.ifPresent(wake);
  }

  private synchronized Optional<NodeName> next(Pass pass) {
    waiting.remove(pass.node());
    if (pass.verdict().orElse(null) instanceof Verdict.Refused refused && refused.isForItsTurn()) {
      waiting.add(pass.node());
      return Optional.empty();
    }
    boolean passedOn = pass.trigger().equals(TURN);
    if (pass.results().isEmpty() && !passedOn) {
      return Optional.empty();
    }
    Optional<NodeName> first = waiting.stream().findFirst();
    first.ifPresent(waiting::remove);
    return first;
  }
}
