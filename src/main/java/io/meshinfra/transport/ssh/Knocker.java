package io.meshinfra.transport.ssh;

import io.meshinfra.model.AccessPath;
import io.meshinfra.model.NoWayIn;
import io.meshinfra.model.NoWayIn.Obstacle;
import io.meshinfra.model.Target;
import io.meshinfra.transport.Durations;
import io.meshinfra.transport.Knock;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * Finds out whether somebody answers, by a TCP connection and the first line of an SSH server, and
 * hangs up. It shares no bound with those who log in, so that a thousand nodes that are away hold
 * nobody up; it has one of its own, for sockets.
 *
 * <p>OpenSSH from 9.8 on keeps out for a while whoever hangs up without a login again and again
 * (PerSourcePenalties, 1 s for each, from 15 s on). A node that answers is not knocked at again: a
 * login follows.
 */
final class Knocker {
  /** At a time; each waits for the connect timeout at most. */
  private static final int MOST = 256;

  /** What a server may say before the line that begins with {@code SSH-}, that line included. */
  private static final int LONGEST_GREETING = 4 * 1024;

  private final Duration timeout;
  private final Semaphore sockets = new Semaphore(MOST);

  Knocker(Duration timeout) {
    this.timeout = timeout;
  }

  Knock knock(Target target) throws InterruptedException {
    List<NoWayIn> closed = new ArrayList<>();
    for (AccessPath path : target.access()) {
      try {
        knock(path);
        return new Knock.Answered(path);
      } catch (IOException e) {
        closed.add(NoWayIn.of(DialFailure.obstacle(e), path + ": " + DialFailure.text(e)));
      }
    }
    return new Knock.Unanswered(
        closed.stream()
            .reduce(NoWayIn::and)
            .orElseGet(() -> NoWayIn.of(Obstacle.UNUSABLE, target.node() + " has no SSH path")));
  }

  private void knock(AccessPath path) throws IOException, InterruptedException {
    List<InetAddress> addresses = Names.look(path.host(), timeout);
    int each = Math.toIntExact(timeout.dividedBy(addresses.size()).toMillis());
    IOException last = null;
    for (InetAddress address : addresses) {
      sockets.acquire();
      try (Socket socket = new Socket()) {
        connect(socket, new InetSocketAddress(address, path.port()), each);
        listen(socket, each);
        return;
      } catch (InterruptedIOException e) {
        if (Thread.currentThread().isInterrupted()) {
          throw (InterruptedException) new InterruptedException().initCause(e);
        }
        last = e;
      } catch (IOException e) {
        last = e;
      } finally {
        sockets.release();
      }
    }
    throw last;
  }

  private void connect(Socket socket, InetSocketAddress to, int millis) throws IOException {
    try {
      socket.connect(to, millis);
    } catch (SocketTimeoutException e) {
      throw new Blocked(Obstacle.NO_ANSWER, "timed out after " + Durations.text(timeout), e);
    }
  }

  private static void listen(Socket socket, int millis) throws IOException {
    socket.setSoTimeout(millis);
    try {
      InputStream in = socket.getInputStream();
      byte[] said = new byte[LONGEST_GREETING];
      int length = 0;
      while (length < said.length) {
        int got = in.read(said, length, said.length - length);
        if (got < 0) {
          break;
        }
        length += got;
        if (("\n" + new String(said, 0, length, StandardCharsets.ISO_8859_1)).contains("\nSSH-")) {
          return;
        }
      }
    } catch (IOException e) {
      throw new Blocked(Obstacle.NOT_SSH, "it does not speak SSH", e);
    }
    throw new Blocked(Obstacle.NOT_SSH, "it does not speak SSH");
  }
}
