package io.meshinfra.reconcile;

import io.meshinfra.journal.AuditJournal;
import io.meshinfra.journal.Event;
import io.meshinfra.journal.Journal;
import io.meshinfra.journal.JournalUnavailable;
import io.meshinfra.journal.RunRecord;
import io.meshinfra.journal.RunSummary;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.RunId;
import io.meshinfra.reconcile.status.HubEvents;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What was: runs, events, deeds, and what was told in pull requests; only to be read. */
public final class HubRecords {
  private final Journal journal;
  private final HubEvents events;

  HubRecords(Journal journal, HubEvents events) {
    this.journal = journal;
    this.events = events;
  }

  /**
   * Writes to the journal what is there already, to see whether it can be written.
   *
   * @throws JournalUnavailable when it cannot
   */
  public void check() {
    journal.check();
  }

  /** The last runs, the newest first. */
  public List<RunSummary> history(Optional<NodeName> node, int limit, Optional<RunId> before) {
    return journal.runs().history(node, limit, before);
  }

  public Optional<RunRecord> run(RunId id) {
    return journal.runs().find(id);
  }

  /** Who did what. */
  public AuditJournal audit() {
    return journal.audit();
  }

  /** The last events. */
  public List<Event.Numbered> events(int limit, Optional<NodeName> node) {
    return journal.events().recent(limit, node);
  }

  /** Events with a larger number, oldest first. */
  public List<Event.Numbered> eventsAfter(long id, int limit) {
    return journal.events().after(id, limit);
  }

  /** Events of one run with a larger number, oldest first. */
  public List<Event.Numbered> eventsOf(RunSummary run, long after, int limit) {
    return journal.events().ofRun(run.id(), run.node(), after, limit);
  }

  /** Calls the listener for each event from now on, until the handle is closed. */
  public HubEvents.Listening listen(Consumer<Event.Numbered> listener) {
    return events.listen(listener);
  }

  /** What was told in pull requests. */
  public ReviewRecords reviews() {
    return new ReviewRecords(journal.reviews());
  }
}
