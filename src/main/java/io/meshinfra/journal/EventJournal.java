package io.meshinfra.journal;

import io.meshinfra.model.NodeName;
import io.meshinfra.model.RunId;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Events in the order in which they were recorded. */
public final class EventJournal {
  private static final String ALL = "select id, happened_at, node, run, kind, message from event";

  private final Database database;

  EventJournal(Database database) {
    this.database = database;
  }

  /** Records an event and returns its number; when this returns, the event is on disk. */
  public long append(Event event) {
    return database.transaction(connection -> {
      Database.update(connection, "update event_number set last_id = last_id + 1");
      long id =
          Database.list(
                  connection, row -> row.number("last_id"), "select last_id from event_number")
              .getFirst();
      Database.update(
          connection,
          "insert into event (id, happened_at, node, run, kind, message)"
              + " values (?, ?, ?, ?, ?, ?)",
          id,
          event.at(),
          event.node(),
          event.run(),
          Bounded.word(event.type()),
          Bounded.text(event.message()));
      return id;
    });
  }

  /** Newest first. */
  public List<Event.Numbered> recent(int limit, Optional<NodeName> node) {
    return node.isPresent()
        ? database.list(
            EventJournal::read, ALL + " where node = ? order by id desc limit ?", node, limit)
        : database.list(EventJournal::read, ALL + " order by id desc limit ?", limit);
  }

  /** The newest of its type; empty when there was none, or it was purged. */
  public Optional<Event> last(String type) {
    return database
        .first(EventJournal::read, ALL + " where kind = ? order by id desc limit 1", type)
        .map(Event.Numbered::event);
  }

  /** Those with a larger number, oldest first; to follow what happens without missing any. */
  public List<Event.Numbered> after(long id, int limit) {
    return database.list(EventJournal::read, ALL + " where id > ? order by id limit ?", id, limit);
  }

  /**
   * Those of one run with a larger number, oldest first.
   *
   * @param node of the run; by it they are found
   */
  public List<Event.Numbered> ofRun(RunId run, NodeName node, long after, int limit) {
    return database.list(
        EventJournal::read,
        ALL + " where node = ? and id > ? and run = ? order by id limit ?",
        node,
        after,
        run,
        limit);
  }

  /** Writes nothing new, and throws when nothing can be written. */
  void check() {
    database.update("update event_number set last_id = last_id");
  }

  private static Event.Numbered read(Row row) throws SQLException {
    return new Event.Numbered(
        row.number("id"),
        new Event(
            row.instant("happened_at"),
            row.maybeText("node").map(NodeName::new),
            row.maybeText("run").map(RunId::new),
            row.text("kind"),
            row.text("message")));
  }
}
