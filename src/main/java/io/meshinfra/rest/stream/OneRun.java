package io.meshinfra.rest.stream;

import io.meshinfra.journal.Event;
import io.meshinfra.journal.RunSummary;
import io.meshinfra.reconcile.Hub;
import io.meshinfra.rest.view.RunView;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Follows one run until it has ended and its last event was read. */
final class OneRun implements Following {
  private static final int PARCEL = 200;

  /** Nobody tells that a run ended that found nothing to do. */
  private static final Duration GLANCE = Duration.ofMillis(500);

  private static final String LAST_EVENT = "run-ended";

  /** The end is recorded just before it is told, and of a run that found nothing it is not told. */
  private static final int LOOKS_AFTER_THE_END = 2;

  private final Hub hub;
  private final RunSummary run;
  private long position;
  private boolean told;
  private int looksAfterTheEnd;

  OneRun(Hub hub, RunSummary run) {
    this.hub = hub;
    this.run = run;
  }

  @Override
  public List<Event.Numbered> next() {
    List<Event.Numbered> parcel = hub.records().eventsOf(run, position, PARCEL);
    if (!parcel.isEmpty()) {
      position = parcel.getLast().id();
      told |= parcel.stream().anyMatch(e -> e.event().type().equals(LAST_EVENT));
    }
    return parcel;
  }

  @Override
  public boolean wants(Event event) {
    return true;
  }

  @Override
  public Optional<OutboundSseEvent> end() {
    Optional<RunSummary> ended =
        hub.records()
            .run(run.id())
            .map(record -> record.summary())
            .filter(s -> s.ended().isPresent());
    if (ended.isEmpty() || !told && looksAfterTheEnd++ < LOOKS_AFTER_THE_END) {
      return Optional.empty();
    }
    return ended.map(RunView::of).map(view -> Message.of("end", view));
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public Duration patience() {
    return GLANCE;
  }
}
