package io.meshinfra.rest.stream;

import io.meshinfra.journal.Event;
import io.meshinfra.journal.RunSummary;
import io.meshinfra.model.NodeName;
import io.meshinfra.reconcile.Hub;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Server-sent events. Each stream reads the journal for itself, in its order, and as fast as its
 * client takes it: so nothing is lost or told twice, and a slow client costs no memory.
 */
@Singleton
public final class EventStreams {
  /** Instead of a number: nothing of the past. */
  public static final long LIVE_ONLY = -1;

  private static final int MOST_STREAMS = 200;

  private final Hub hub;
  private final AtomicInteger open = new AtomicInteger();

  EventStreams(Hub hub) {
    this.hub = hub;
  }

  /** All events after that number, and what happens from then on, for ever. */
  public Multi<OutboundSseEvent> all(long after, Optional<NodeName> node) {
    long from = after == LIVE_ONLY ? newest() : after;
    return stream(new WholeJournal(hub, from, node));
  }

  private long newest() {
    List<Event.Numbered> last = hub.records().events(1, Optional.empty());
    return last.isEmpty() ? 0 : last.getFirst().id();
  }

  /** The events of one run, until it has ended. */
  public Multi<OutboundSseEvent> ofRun(RunSummary run) {
    return stream(new OneRun(hub, run));
  }

  private Multi<OutboundSseEvent> stream(Following following) {
    if (open.get() >= MOST_STREAMS) {
      throw HttpProblem.valueOf(
          Status.SERVICE_UNAVAILABLE,
          "%d clients follow events already; close one first".formatted(MOST_STREAMS));
    }
    return Multi.createFrom()
        .<OutboundSseEvent>emitter(
            emitter -> {
              open.incrementAndGet();
              Client client = new Client(emitter);
              emitter.onTermination(() -> {
                open.decrementAndGet();
                client.gone();
              });
              Thread.ofVirtual().name("events").start(() -> new Pump(hub, following, client).run());
            },
            BackPressureStrategy.BUFFER);
  }
}
