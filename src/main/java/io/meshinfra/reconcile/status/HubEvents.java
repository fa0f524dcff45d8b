package io.meshinfra.reconcile.status;

import io.meshinfra.journal.Event;
import io.meshinfra.journal.Journal;
import io.meshinfra.journal.JournalUnavailable;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.RunId;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Tells what happens: to the journal, to the log, and to whoever listens just now. */
public final class HubEvents {
  private static final Logger LOG = Logger.getLogger(HubEvents.class);

  private final Journal journal;
  private final Clock clock;
  private final List<Consumer<Event.Numbered>> listeners = new CopyOnWriteArrayList<>();

  public HubEvents(Journal journal, Clock clock) {
    this.journal = journal;
    this.clock = clock;
  }

  public void tell(String type, Optional<NodeName> node, Optional<RunId> run, String message) {
    Event event = new Event(clock.instant(), node, run, type, message);
    LOG.infof(
        "%s node=%s run=%s %s",
        type, node.map(NodeName::value).orElse("-"), run.map(RunId::value).orElse("-"), message);
    long id = append(event);
    listeners.forEach(listener -> listener.accept(new Event.Numbered(id, event)));
  }

  public void ofNode(String type, NodeName node, String message) {
    tell(type, Optional.of(node), Optional.empty(), message);
  }

  /** An event that cannot be written must not stop the run that it tells of. */
  private long append(Event event) {
    try {
      return journal.events().append(event);
    } catch (JournalUnavailable e) {
      LOG.error("an event could not be recorded", e);
      return 0;
    }
  }

  /** Calls the listener for each event from now on, until the handle is closed. */
  public Listening listen(Consumer<Event.Numbered> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** Ends listening when it is closed. */
  public interface Listening extends AutoCloseable {
    @Override
    void close();
  }
}
