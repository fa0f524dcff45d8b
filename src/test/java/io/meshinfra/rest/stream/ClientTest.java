package io.meshinfra.rest.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ClientTest {
  private static final Duration SHORT = Duration.ofMillis(50);

  private final AtomicReference<Client> client = new AtomicReference<>();
  private final Listener listener = new Listener();

  /** Takes what it asked for, and asks only when it is told to. */
  private static final class Listener implements Flow.Subscriber<OutboundSseEvent> {
    private final List<String> heard = new ArrayList<>();
    private Flow.Subscription subscription;
    private boolean over;

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
    }

    @Override
    public void onNext(OutboundSseEvent event) {
      heard.add(event.getComment());
    }

    @Override
    public void onError(Throwable e) {
      throw new AssertionError(e);
    }

    @Override
    public void onComplete() {
      over = true;
    }
  }

  private Client connected() {
    Multi.createFrom()
        .<OutboundSseEvent>emitter(
            emitter -> {
              Client made = new Client(emitter);
              emitter.onTermination(made::gone);
              client.set(made);
            },
            BackPressureStrategy.BUFFER)
        .subscribe()
        .withSubscriber(listener);
    return client.get();
  }

  @Test
  void shouldSendNoMoreThanTheClientTakes() throws InterruptedException {
    Client slow = connected();
    listener.subscription.request(1);
    assertTrue(slow.send(Message.comment("one"), SHORT));
    assertFalse(slow.send(Message.comment("two"), SHORT), "nothing more was asked for");
    listener.subscription.request(1);
    assertTrue(slow.send(Message.comment("three"), SHORT));
    assertEquals(List.of("one", "three"), listener.heard);
  }

  @Test
  void shouldTellASlowClientWhyItIsCutOnceItListensAgain() throws InterruptedException {
    Client slow = connected();
    assertFalse(slow.send(Message.comment("lost"), SHORT));
    slow.end(Message.comment("cut"));
    listener.subscription.request(5);
    assertEquals(List.of("cut"), listener.heard);
    assertTrue(listener.over);
  }

  @Test
  void shouldWakeUpWhenTheClientLeaves() throws InterruptedException {
    Client leaving = connected();
    listener.subscription.cancel();
    assertTrue(leaving.isGone());
    assertTrue(leaving.awaitNews(Duration.ofSeconds(5)));
    assertTrue(leaving.send(Message.comment("to nobody"), Duration.ofSeconds(5)));
  }
}
