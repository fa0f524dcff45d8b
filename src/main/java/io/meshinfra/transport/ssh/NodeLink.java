package io.meshinfra.transport.ssh;

import io.meshinfra.model.AccessPath;
import io.meshinfra.model.NoWayIn;
import io.meshinfra.model.NoWayIn.ClosedPath;
import io.meshinfra.model.NoWayIn.Obstacle;
import io.meshinfra.model.Target;
import io.meshinfra.transport.Durations;
import io.meshinfra.transport.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The warm connection to one node. Callers that come while it is being made share the one attempt
 * and its result.
 */
final class NodeLink {
  private final Dialer dialer;
  private final int maxChannels;
  private final Semaphore channels;
  private final ReentrantLock lock = new ReentrantLock();
  private Target made;
  private Dialed.Open open;
  private CompletableFuture<Dialed> attempt;
  private boolean closed;

  NodeLink(Dialer dialer, int maxChannels) {
    this.dialer = dialer;
    this.maxChannels = maxChannels;
    this.channels = new Semaphore(maxChannels, true);
  }

  /** Takes one of the channels, to be given back with {@link #releaseChannel}. */
  boolean acquireChannel(Duration longest) throws InterruptedException {
    return channels.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS);
  }

  void releaseChannel() {
    channels.release();
  }

  String busy(Duration waited) {
    return "all " + maxChannels + " channels were busy for " + Durations.text(waited);
  }

  /** The live connection, made anew if there is none or the target has changed. */
  Dialed connect(Target target) throws InterruptedException {
    CompletableFuture<Dialed> shared;
    boolean mine = false;
    lock.lock();
    try {
      if (open != null && open.session().isOpen() && target.equals(made)) {
        return open;
      }
      if (attempt == null || !target.equals(made)) {
        dropOpen();
        attempt = new CompletableFuture<>();
        made = target;
        mine = true;
      }
      shared = attempt;
    } finally {
      lock.unlock();
    }
    return mine ? make(target, shared) : await(shared);
  }

  private Dialed make(Target target, CompletableFuture<Dialed> shared) throws InterruptedException {
    Dialed result =
        new Dialed.NoWay(
            new Reply.Unreachable(
                NoWayIn.of(Obstacle.HUB_STOPS, "the attempt to connect was given up")));
    try {
      result = dialer.dial(target);
      return result;
    } finally {
      keep(result, shared);
      shared.complete(result);
    }
  }

  @SuppressWarnings("ReferenceEquality") // this very attempt, not one like it
  private void keep(Dialed result, CompletableFuture<Dialed> shared) {
    lock.lock();
    try {
      boolean current = attempt == shared && !closed;
      if (current) {
        attempt = null;
      }
      if (result instanceof Dialed.Open fresh) {
        if (current) {
          open = fresh;
        } else {
          fresh.session().close(false);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private static Dialed await(CompletableFuture<Dialed> shared) throws InterruptedException {
    try {
      return shared.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /** The connection does not answer: who comes next gets a new one, who talks over it may go on. */
  void abandon(Dialed.Open silent) {
    lock.lock();
    try {
      if (silent.equals(open)) {
        dropOpen();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The paths that come before the one in use and did not lead in; none when there is no link. */
  List<ClosedPath> detour() {
    lock.lock();
    try {
      return open != null && open.session().isOpen() ? open.before() : List.of();
    } finally {
      lock.unlock();
    }
  }

  /** The path in use; empty when there is no link. */
  Optional<AccessPath> over() {
    lock.lock();
    try {
      return Optional.ofNullable(open)
          .filter(link -> link.session().isOpen())
          .map(Dialed.Open::over);
    } finally {
      lock.unlock();
    }
  }

  private void dropOpen() {
    if (open != null) {
      open.session().close(false);
      open = null;
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      dropOpen();
    } finally {
      lock.unlock();
    }
  }
}
