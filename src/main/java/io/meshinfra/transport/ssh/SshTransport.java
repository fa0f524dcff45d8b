package io.meshinfra.transport.ssh;

import io.meshinfra.model.AccessPath;
import io.meshinfra.model.NoWayIn;
import io.meshinfra.model.NoWayIn.ClosedPath;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Target;
import io.meshinfra.transport.Conversation;
import io.meshinfra.transport.Delivery;
import io.meshinfra.transport.Knock;
import io.meshinfra.transport.OutputBudget;
import io.meshinfra.transport.PathTrial;
import io.meshinfra.transport.Reply;
import io.meshinfra.transport.Request;
import io.meshinfra.transport.Transport;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.client.SshClient;

/**
 * Runs scripts over SSH: one cached connection for each node, one channel for each script.
 *
 * <p>Only pinned host keys and public-key logins. When a kept connection has died, the next request
 * starts again at the first access path.
 */
public final class SshTransport implements Transport, PathTrial {
  private static final int MOST_OPENINGS = 6;
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final SshSettings settings;
  private final Conversation.Table conversations;
  private final SshClient client;
  private final Dialer dialer;
  private final Knocker knocker;
  private final ShutPaths shut = new ShutPaths();
  private final Map<NodeName, NodeLink> links = new ConcurrentHashMap<>();
  private volatile boolean closed;

  public SshTransport(SshSettings settings, OutputBudget budget) {
    this.settings = settings;
    this.conversations = new Conversation.Table(budget);
    LoginKeys keys = new LoginKeys(settings);
    this.client = SshClients.start(settings, keys);
    this.dialer = new Dialer(client, settings, keys, shut);
    this.knocker = new Knocker(settings.connectTimeout());
  }

  @Override
  public Reply run(Target target, Request request) {
    return reach(target, request, this::connectAndTalk);
  }

  @Override
  public Reply runAnew(Target target, Request request) {
    return reach(target, request, this::talkAnew);
  }

  /** One way to bring a request to a node. */
  private interface Approach {
    Reply talk(Target target, Request request) throws InterruptedException;
  }

  private Reply reach(Target target, Request request, Approach approach) {
    if (closed) {
      return new Reply.Unreachable(stops("this hub is stopping"));
    }
    for (AccessPath path : target.access()) {
      if (path.kind() != AccessPath.Kind.SSH) {
        throw new IllegalArgumentException(path + " is not an SSH path");
      }
    }
    try {
      return approach.talk(target, request);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Reply.Unreachable(stops("the attempt to connect was interrupted"));
    }
  }

  private static NoWayIn stops(String words) {
    return NoWayIn.of(NoWayIn.Obstacle.HUB_STOPS, words);
  }

  @Override
  public Knock knock(Target target) {
    if (closed) {
      return new Knock.Unanswered(stops("this hub is stopping"));
    }
    NodeLink link = links.get(target.node());
    Optional<AccessPath> warm = link == null ? Optional.empty() : link.over();
    if (warm.isPresent()) {
      return new Knock.Answered(warm.get()); // it may be the last connection to a node that is shut
    }
    try {
      return knocker.knock(target);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Knock.Unanswered(stops("the knock was interrupted"));
    }
  }

  @Override
  public List<ClosedPath> detour(NodeName node) {
    NodeLink link = links.get(node);
    return link == null ? List.of() : link.detour();
  }

  /**
   * Nothing has run while no channel is open, so opening one is tried again: a connection may have
   * died unnoticed, and OpenSSH counts a channel against MaxSessions for a moment after its end.
   */
  private Reply connectAndTalk(Target target, Request request) throws InterruptedException {
    Delivery delivery = Delivery.of(request.script(), target.become());
    for (int attempt = 1; ; attempt++) {
      NodeLink link =
          links.computeIfAbsent(
              target.node(),
              node -> new NodeLink(dialer, settings.maxChannels(), settings.heartbeat()));
      switch (link.connect(target)) {
        case Dialed.NoWay noWay -> {
          return noWay.reply();
        }
        case Dialed.Open open -> {
          if (!link.acquireChannel(request.timeout())) {
            return new Reply.Broken(link.busy(request.timeout()));
          }
          try {
            SshShell shell = SshShell.start(open, delivery, link::releaseChannel);
            return conversations.hold(target, open.over(), delivery, request, shell);
          } catch (IOException e) {
            if (e instanceof SocketTimeoutException) {
              link.abandon(open);
            }
            if (attempt == MOST_OPENINGS) {
              return new Reply.Broken(
                  open.over() + ": no channel could be opened: " + DialFailure.text(e));
            }
            if (open.session().isOpen()) {
              Thread.sleep(PAUSE.multipliedBy(attempt));
            }
          }
        }
      }
    }
  }

  private Reply talkAnew(Target target, Request request) throws InterruptedException {
    return switch (dialer.dial(target)) {
      case Dialed.NoWay noWay -> noWay.reply();
      case Dialed.Open open -> {
        try {
          Delivery delivery = Delivery.of(request.script(), target.become());
          SshShell shell = SshShell.start(open, delivery, () -> {});
          yield conversations.hold(target, open.over(), delivery, request, shell);
        } catch (IOException e) {
          yield new Reply.Broken(
              open.over() + ": no channel could be opened: " + DialFailure.text(e));
        } finally {
          open.session().close(false);
        }
      }
    };
  }

  @Override
  public PathTrial.Result attempt(Target target, AccessPath path) {
    if (closed) {
      return new PathTrial.Result.Shut(stops("this hub is stopping").paths().getFirst());
    }
    try {
      PathTrial.Result result =
          PathAttempt.read(dialer.dial(target.over(path)), settings.authTimeout());
      if (result instanceof PathTrial.Result.Shut(ClosedPath why) && !closed) {
        shut.note(target.node(), path, why);
      }
      return result;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new PathTrial.Result.Shut(stops("the attempt was interrupted").paths().getFirst());
    }
  }

  @Override
  public Optional<AccessPath> inUse(NodeName node) {
    NodeLink link = links.get(node);
    return link == null ? Optional.empty() : link.over();
  }

  @Override
  public void forget(NodeName node) {
    shut.forget(node);
    NodeLink link = links.remove(node);
    if (link != null) {
      link.close();
    }
  }

  @Override
  public void close() {
    closed = true;
    links.keySet().forEach(this::forget);
    client.stop();
  }
}
