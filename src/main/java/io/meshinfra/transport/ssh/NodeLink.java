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
 *
 * <p>A connection that is there is given up only when another one stands: it may be the last way
 * in. When the target has other ways in now and none of them leads anywhere, the old connection is
 * held, as long as it has the same login and a host key that is still pinned.
 */
final class NodeLink {
  private final Dialer dialer;
  private final int maxChannels;
  private final Duration retry;
  private final Semaphore channels;
  private final ReentrantLock lock = new ReentrantLock();
  private Target made;
  private Dialed.Open open;
  private CompletableFuture<Dialed> attempt;
  private boolean silent;
  private boolean held;
  private long heldSince;
  private boolean closed;

  /**
   * @param retry how long a connection is held before its target is called anew
   */
  NodeLink(Dialer dialer, int maxChannels, Duration retry) {
    this.dialer = dialer;
    this.maxChannels = maxChannels;
    this.retry = retry;
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
      if (attempt == null && isUsable() && target.equals(made) && !isToBeRetried()) {
        return open;
      }
      if (attempt == null || !target.equals(made)) {
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
    } finally {
      result = keep(target, result, shared);
      shared.complete(result);
    }
    return result;
  }

  /** What callers get of an attempt: its result, or what was there before. */
  @SuppressWarnings("ReferenceEquality") // this very attempt, not one like it
  private Dialed keep(Target target, Dialed result, CompletableFuture<Dialed> shared) {
    lock.lock();
    try {
      boolean current = attempt == shared && !closed;
      if (current) {
        attempt = null;
      }
      return switch (result) {
        case Dialed.Open fresh when current -> {
          dropOpen();
          open = fresh;
          yield fresh;
        }
        case Dialed.Open late -> {
          late.session().close(false);
          yield late;
        }
        case Dialed.NoWay none when current -> held(target, none);
        case Dialed.NoWay none -> none;
      };
    } finally {
      lock.unlock();
    }
  }

  /**
   * The connection that is left, if there is one. One that was silent is not used now, and not
   * closed either: when it is dead, its heartbeat ends it, and when it is not, who comes next has
   * it.
   */
  private Dialed held(Target target, Dialed.NoWay none) {
    if (open == null || !open.session().isOpen() || !open.leadsTo(target)) {
      dropOpen();
      return none;
    }
    boolean wasSilent = silent;
    open = open.insteadOf(none.why().paths());
    silent = false;
    held = true;
    heldSince = System.nanoTime();
    return wasSilent ? none : open;
  }

  private boolean isUsable() {
    return open != null && open.session().isOpen() && !silent;
  }

  private boolean isToBeRetried() {
    return held && System.nanoTime() - heldSince > retry.toNanos();
  }

  private static Dialed await(CompletableFuture<Dialed> shared) throws InterruptedException {
    try {
      return shared.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /** The connection does not answer: who comes next gets a new one, who talks over it may go on. */
  void abandon(Dialed.Open gone) {
    lock.lock();
    try {
      if (gone.equals(open)) {
        silent = true;
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
    silent = false;
    held = false;
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
