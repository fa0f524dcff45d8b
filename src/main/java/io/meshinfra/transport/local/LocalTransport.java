package io.meshinfra.transport.local;

import io.meshinfra.model.AccessPath;
import io.meshinfra.model.NoWayIn;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Target;
import io.meshinfra.transport.Conversation;
import io.meshinfra.transport.Delivery;
import io.meshinfra.transport.OutputBudget;
import io.meshinfra.transport.Reply;
import io.meshinfra.transport.Request;
import io.meshinfra.transport.Transport;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Runs scripts in a shell of this machine, as the hub's own user or through its sudo. */
public final class LocalTransport implements Transport {
  private final Set<LocalShell> running = ConcurrentHashMap.newKeySet();
  private final Conversation.Table conversations;
  private volatile boolean closed;

  public LocalTransport(OutputBudget budget) {
    this.conversations = new Conversation.Table(budget);
  }

  @Override
  public Reply run(Target target, Request request) {
    if (closed) {
      return new Reply.Unreachable(NoWayIn.of(NoWayIn.Obstacle.HUB_STOPS, "this hub is stopping"));
    }
    AccessPath over =
        target.access().stream()
            .filter(path -> path.kind() == AccessPath.Kind.LOCAL)
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no local path to " + target.node()));
    Delivery delivery = Delivery.of(request.script(), target.become());
    LocalShell shell;
    try {
      shell = LocalShell.start(delivery);
    } catch (IOException e) {
      return new Reply.Refused(over + ": " + e.getMessage());
    }
    running.add(shell);
    try {
      return conversations.hold(target, over, delivery, request, shell);
    } finally {
      running.remove(shell);
    }
  }

  @Override
  public void forget(NodeName node) {
    // there is no connection to keep
  }

  @Override
  public void close() {
    closed = true;
    running.forEach(LocalShell::hangUp);
  }
}
