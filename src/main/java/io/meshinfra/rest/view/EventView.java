package io.meshinfra.rest.view;

import io.meshinfra.journal.Event;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.RunId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Something that happened; numbers rise by one. */
@Schema(name = "Event")
public record EventView(
    long id,
    Instant at,
    Optional<String> node,
    Optional<String> run,
    String type,
    String message) {

  /** Some events, newest first. */
  @Schema(name = "Events")
  public record Events(List<EventView> events) {
    public Events {
      events = List.copyOf(events);
    }
  }

  public static EventView of(Event.Numbered numbered) {
    Event event = numbered.event();
    return new EventView(
        numbered.id(),
        event.at(),
        event.node().map(NodeName::value),
        event.run().map(RunId::value),
        event.type(),
        event.message());
  }
}
