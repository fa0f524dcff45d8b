package io.meshinfra.rest.stream;

import io.meshinfra.journal.Event;
import io.meshinfra.rest.view.EventView;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import org.jboss.resteasy.reactive.server.jaxrs.OutboundSseEventImpl;

/** The messages of a stream. */
final class Message {
  private Message() {}

  /**
   * Why a stream ends before its time.
   *
   * @param after what to come back with
   */
  record Cut(String reason, long after) {}

  static OutboundSseEvent of(Event.Numbered event) {
    return new OutboundSseEventImpl.BuilderImpl()
        .id(Long.toString(event.id()))
        .name(event.event().type())
        .mediaType(MediaType.APPLICATION_JSON_TYPE)
        .data(EventView.class, EventView.of(event))
        .build();
  }

  static OutboundSseEvent of(String name, Object data) {
    return new OutboundSseEventImpl.BuilderImpl()
        .name(name)
        .mediaType(MediaType.APPLICATION_JSON_TYPE)
        .data(data)
        .build();
  }

  static OutboundSseEvent comment(String text) {
    return new OutboundSseEventImpl.BuilderImpl().comment(text).build();
  }
}
