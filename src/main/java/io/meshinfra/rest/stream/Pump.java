package io.meshinfra.rest.stream;

import io.meshinfra.journal.Event;
import io.meshinfra.journal.JournalUnavailable;
import io.meshinfra.reconcile.Hub;
import io.meshinfra.reconcile.status.HubEvents;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Moves events from the journal to one client until one of them ends. */
final class Pump {
  private static final Logger LOG = Logger.getLogger(Pump.class);

  /** Proxies close connections on which nothing moves. */
  static final Duration KEEP_ALIVE = Duration.ofSeconds(15);

  private static final Duration SLOWEST = Duration.ofSeconds(30);

  private final Hub hub;
  private final Following following;
  private final Client client;
  private long lastSent = System.nanoTime();
  private long done;

  Pump(Hub hub, Following following, Client client) {
    this.hub = hub;
    this.following = following;
    this.client = client;
    this.done = following.position();
  }

  void run() {
    try (HubEvents.Listening listening = hub.records().listen(event -> client.tellOfNews())) {
      // At once, so that the client sees that it is connected.
      if (send(Message.comment("connected"))) {
        follow();
      }
    } catch (JournalUnavailable e) {
      cut(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("a stream of events failed", e);
      cut("the hub itself failed; its log says why");
    }
  }

  private void follow() throws InterruptedException {
    while (!client.isGone()) {
      List<Event.Numbered> parcel = following.next();
      if (!sent(parcel)) {
        return;
      }
      if (parcel.isEmpty() && (ended() || !rested())) {
        return;
      }
    }
  }

  private boolean sent(List<Event.Numbered> parcel) throws InterruptedException {
    for (Event.Numbered event : parcel) {
      if (following.wants(event.event()) && !send(Message.of(event))) {
        return false;
      }
      done = event.id();
    }
    return true;
  }

  private boolean ended() {
    Optional<OutboundSseEvent> end = following.end();
    end.ifPresent(client::end);
    return end.isPresent();
  }

  /** Waits for news; now and then gives a sign of life. */
  private boolean rested() throws InterruptedException {
    boolean news = client.awaitNews(following.patience());
    boolean silent = System.nanoTime() - lastSent >= KEEP_ALIVE.toNanos();
    return news || !silent || send(Message.comment("keep-alive"));
  }

  private boolean send(OutboundSseEvent message) throws InterruptedException {
    boolean taken = client.send(message, SLOWEST);
    lastSent = System.nanoTime();
    if (!taken) {
      cut("the client took nothing for " + SLOWEST.toSeconds() + " s");
    }
    return taken;
  }

  /** What was read and not sent is read again when the client comes back. */
  private void cut(String reason) {
    LOG.infof("a stream of events is cut: %s", reason);
    client.end(Message.of("cut", new Message.Cut(reason, done)));
  }
}
