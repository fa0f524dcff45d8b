package io.meshinfra.transport.ssh;

import io.meshinfra.model.AccessPath;
import io.meshinfra.model.Target;
import io.meshinfra.transport.Durations;
import io.meshinfra.transport.Reply;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;

/** Logs in over the first access path that works. */
final class Dialer {
  /** So many TCP connections may be tried per login slot; a node that is away only waits. */
  private static final int TRIES_PER_LOGIN = 16;

  private final SshClient client;
  private final SshSettings settings;
  private final LoginKeys keys;
  private final Semaphore tries;
  private final Semaphore logins;

  Dialer(SshClient client, SshSettings settings, LoginKeys keys) {
    this.client = client;
    this.settings = settings;
    this.keys = keys;
    this.tries = new Semaphore(settings.maxConnects() * TRIES_PER_LOGIN);
    this.logins = new Semaphore(settings.maxConnects());
  }

  /** Tries the paths in order; a path that refuses does not end the search. */
  Dialed dial(Target target) throws InterruptedException {
    HostKeys pinned;
    try {
      pinned = HostKeys.of(target);
    } catch (IllegalArgumentException e) {
      return new Dialed.NoWay(new Reply.Refused(e.getMessage()));
    }
    keys.load();
    List<String> failures = new ArrayList<>();
    boolean refused = false;
    for (AccessPath path : target.access()) {
      Dial dial = new Dial(target, path, pinned);
      try {
        return new Dialed.Open(connect(dial), path, dial);
      } catch (InterruptedIOException e) {
        throw (InterruptedException) new InterruptedException().initCause(e);
      } catch (IOException | RuntimeException e) {
        refused |= dial.refusal().isPresent();
        failures.add(path + ": " + dial.refusal().orElseGet(() -> DialFailure.text(e)));
      }
    }
    String reason = String.join("; ", failures);
    return new Dialed.NoWay(refused ? new Reply.Refused(reason) : new Reply.Unreachable(reason));
  }

  private ClientSession connect(Dial dial) throws IOException, InterruptedException {
    List<InetAddress> addresses = Names.look(dial.path().host(), settings.connectTimeout());
    Duration each = settings.connectTimeout().dividedBy(addresses.size());
    IOException last = null;
    for (InetAddress address : addresses) {
      ClientSession session;
      tries.acquire();
      try {
        session = tcp(dial, address, each);
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

  private ClientSession tcp(Dial dial, InetAddress address, Duration timeout) throws IOException {
    var future =
        client.connect(
            dial.target().user(),
            address.getHostAddress(),
            dial.path().port(),
            dial.context(),
            null);
    if (!future.await(timeout)) {
      future.cancel();
      throw new IOException("timed out after " + Durations.text(settings.connectTimeout()));
    }
    return future.verify(timeout).getSession();
  }

  private ClientSession login(Dial dial, ClientSession session)
      throws IOException, InterruptedException {
    logins.acquire();
    boolean in = false;
    try {
      var future = session.auth();
      if (!future.await(settings.authTimeout())) {
        throw new IOException(
            "no login within "
                + Durations.text(settings.authTimeout())
                + (session.getServerVersion() == null ? ", it does not speak SSH" : ""));
      }
      future.verify(settings.authTimeout());
      in = true;
      return session;
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      throw DialFailure.explained(dial, session, e);
    } finally {
      logins.release();
      if (!in) {
        session.close(true);
      }
    }
  }
}
