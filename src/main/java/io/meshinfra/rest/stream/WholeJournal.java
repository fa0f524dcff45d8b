package io.meshinfra.rest.stream;

import io.meshinfra.journal.Event;
import io.meshinfra.model.NodeName;
import io.meshinfra.reconcile.Hub;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Follows everything, or everything about one node. It never ends. */
final class WholeJournal implements Following {
  private static final int PARCEL = 200;

  private final Hub hub;
  private final Optional<NodeName> node;
  private long position;

  WholeJournal(Hub hub, long after, Optional<NodeName> node) {
    this.hub = hub;
    this.position = after;
    this.node = node;
  }

  @Override
  public List<Event.Numbered> next() {
    List<Event.Numbered> parcel = hub.records().eventsAfter(position, PARCEL);
    if (!parcel.isEmpty()) {
      position = parcel.getLast().id();
    }
    return parcel;
  }

  @Override
  public boolean wants(Event event) {
    return node.isEmpty() || node.equals(event.node());
  }

  @Override
  public Optional<OutboundSseEvent> end() {
    return Optional.empty();
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public Duration patience() {
    return Pump.KEEP_ALIVE;
  }
}
