package io.meshinfra.transport.ssh;

import io.meshinfra.model.AccessPath;
import io.meshinfra.model.NoWayIn;
import io.meshinfra.model.NoWayIn.ClosedPath;
import io.meshinfra.model.NoWayIn.Obstacle;
import io.meshinfra.model.Target;
import io.meshinfra.transport.Durations;
import io.meshinfra.transport.Reply;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;

/** Logs in over the first access path that works. */
final class Dialer {
  /** So many nodes may be called per login slot; one that is away or mute only waits. */
  private static final int TRIES_PER_LOGIN = 4;

  /** A node that says a word now and then has this many times the longest silence to let us in. */
  private static final int MOST_SILENCES = 3;

  private final SshClient client;
  private final SshSettings settings;
  private final LoginKeys keys;
  private final ShutPaths shut;
  private final Semaphore tries;
  private final Semaphore logins;

  /**
   * @param shut the paths that are tried after the others
   */
  Dialer(SshClient client, SshSettings settings, LoginKeys keys, ShutPaths shut) {
    this.client = client;
    this.settings = settings;
    this.keys = keys;
    this.shut = shut;
    this.tries = new Semaphore(settings.maxConnects() * TRIES_PER_LOGIN);
    this.logins = new Semaphore(settings.maxConnects(), true);
  }

  /**
   * Tries the paths in order, those that are known to be shut last; a path that refuses does not
   * end the search.
   */
  Dialed dial(Target target) throws InterruptedException {
    HostKeys pinned;
    try {
      pinned = HostKeys.of(target);
    } catch (IllegalArgumentException e) {
      return new Dialed.NoWay(new Reply.Refused(NoWayIn.of(Obstacle.UNUSABLE, e.getMessage())));
    }
    keys.load();
    Map<AccessPath, ClosedPath> closed = new HashMap<>();
    boolean refused = false;
    for (AccessPath path : shut.inOrder(target)) {
      Dial dial = new Dial(target, path, pinned);
      try {
        ClientSession session = connect(dial);
        List<ClosedPath> before = before(target, path, closed);
        shut.clear(target.node(), path);
        return new Dialed.Open(session, path, dial, before);
      } catch (InterruptedIOException e) {
        throw (InterruptedException) new InterruptedException().initCause(e);
      } catch (IOException | RuntimeException e) {
        closed.put(
            path,
            dial.refusal()
                .orElseGet(() ->
                    new ClosedPath(DialFailure.obstacle(e), path + ": " + DialFailure.text(e))));
        refused |= dial.refusal().isPresent();
      }
    }
    NoWayIn why = new NoWayIn(target.access().stream().map(closed::get).toList());
    return new Dialed.NoWay(refused ? new Reply.Refused(why) : new Reply.Unreachable(why));
  }

  /** What is wrong with the paths that are declared before that one, as far as it is known. */
  private List<ClosedPath> before(
      Target target, AccessPath open, Map<AccessPath, ClosedPath> closed) {
    return target.access().stream()
        .takeWhile(path -> !path.equals(open))
        .flatMap(
            path -> Optional.ofNullable(closed.get(path)).or(() -> shut.of(target, path)).stream())
        .toList();
  }

  private ClientSession connect(Dial dial) throws IOException, InterruptedException {
    List<InetAddress> addresses = Names.look(dial.path().host(), settings.connectTimeout());
    Duration each = settings.connectTimeout().dividedBy(addresses.size());
    IOException last = null;
    for (InetAddress address : addresses) {
      NodeSession session;
      tries.acquire();
      try {
        session = tcp(dial, address, each);
        awaitFirstWord(session);
      } catch (InterruptedIOException e) {
        throw e;
      } catch (IOException e) {
        last = e;
        continue;
      } finally {
        tries.release();
      }
      return login(dial, session);
    }
    throw last;
  }

  private NodeSession tcp(Dial dial, InetAddress address, Duration timeout) throws IOException {
    var future =
        client.connect(
            dial.target().user(),
            address.getHostAddress(),
            dial.path().port(),
            dial.context(),
            null);
    if (!future.await(timeout)) {
      future.cancel();
      throw new Blocked(
          Obstacle.NO_ANSWER, "timed out after " + Durations.text(settings.connectTimeout()));
    }
    return (NodeSession) future.verify(timeout).getSession();
  }

  private void awaitFirstWord(NodeSession session) throws IOException, InterruptedException {
    boolean spoken = false;
    try {
      spoken = session.awaitFirstWord(settings.authTimeout());
    } finally {
      if (!spoken) {
        session.close(true);
      }
    }
    if (!spoken) {
      throw new Blocked(Obstacle.NOT_SSH, notWithin() + ", it does not speak SSH");
    }
  }

  /** The wait for a place is the hub's own and counts against nobody. */
  private ClientSession login(Dial dial, NodeSession session)
      throws IOException, InterruptedException {
    boolean in = false;
    try {
      logins.acquire();
      try {
        authenticate(session);
      } finally {
        logins.release();
      }
      in = true;
      return session;
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      throw DialFailure.explained(dial, session, e);
    } finally {
      if (!in) {
        session.close(true);
      }
    }
  }

  /** Gives a node up that is silent, not one whose words this hub is slow to take in. */
  private void authenticate(NodeSession session) throws IOException {
    var future = session.auth();
    session.goOn();
    long start = System.nanoTime();
    Duration silence = settings.authTimeout();
    Duration longest = silence.multipliedBy(MOST_SILENCES);
    Duration left = silence;
    while (left.isPositive() && !future.await(left)) {
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      left = took.compareTo(longest) < 0 ? silence.minus(session.silence()) : Duration.ZERO;
    }
    if (!future.isDone()) {
      throw new Blocked(
          Obstacle.NOT_SSH,
          notWithin() + (session.getServerVersion() == null ? ", it does not speak SSH" : ""));
    }
    future.verify(silence);
  }

  private String notWithin() {
    return "no login within " + Durations.text(settings.authTimeout());
  }
}
