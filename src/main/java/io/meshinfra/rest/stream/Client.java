package io.meshinfra.rest.stream;

import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Whoever listens at the other end. One message at a time is on its way to it. */
final class Client {
  private final MultiEmitter<? super OutboundSseEvent> emitter;
  private final Semaphore ready = new Semaphore(0);
  private final Semaphore news = new Semaphore(0);
  private volatile boolean gone;

  Client(MultiEmitter<? super OutboundSseEvent> emitter) {
    this.emitter = emitter;
    emitter.onRequest(more -> ring(ready));
  }

  /** Sends it when the one before has been taken; false when that takes longer than the bound. */
  boolean send(OutboundSseEvent message, Duration longest) throws InterruptedException {
    long end = System.nanoTime() + longest.toNanos();
    while (!gone && emitter.requested() == 0) {
      if (!ready.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        return false;
      }
    }
    if (!gone) {
      emitter.emit(message);
    }
    return true;
  }

  /** The last message, sent whether it can be taken or not. */
  void end(OutboundSseEvent message) {
    if (!gone) {
      emitter.emit(message);
      emitter.complete();
    }
  }

  void tellOfNews() {
    ring(news);
  }

  /** Whether something happened before the time was over. */
  boolean awaitNews(Duration longest) throws InterruptedException {
    boolean rung = news.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS);
    news.drainPermits();
    return rung;
  }

  void gone() {
    gone = true;
    ring(ready);
    ring(news);
  }

  boolean isGone() {
    return gone;
  }

  private static void ring(Semaphore bell) {
    if (bell.availablePermits() == 0) {
      bell.release();
    }
  }
}
