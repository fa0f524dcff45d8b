package io.meshinfra.rest.stream;

import io.meshinfra.journal.Event;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What one client follows, and how far it got. */
interface Following {
  /** The next events; empty when there are none now. */
  List<Event.Numbered> next();

  /** Whether the client wants to see it. */
  boolean wants(Event event);

  /** What to say at the end, once nothing more can come. */
  Optional<OutboundSseEvent> end();

  /** The number of the last event that was read. */
  long position();

  /** How long to wait for news before looking again without. */
  Duration patience();
}
