package io.meshinfra.journal;

import io.meshinfra.model.NodeName;
import java.time.Clock;
import java.util.Optional;

/**
 * What somebody wants undone on which node, until that was tried: a restart forgets no order.
 *
 * <p>Every method throws {@link JournalUnavailable} when the database does.
 */
public final class RollbackJournal {
  private final Database database;
  private final Clock clock;

  RollbackJournal(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * An order to undo.
   *
   * @param to generation after which the node shall be as it was; 0 for before the first
   * @param forced also what somebody has changed since
   */
  public record Order(int to, boolean forced, String by, String reason) {}

  /** A later order for the same node replaces the first. */
  public void want(NodeName node, Order order) {
    Object[] row = {
      node,
      order.to(),
      order.forced() ? 1 : 0,
      Bounded.line(order.by()),
      Bounded.line(order.reason()),
      clock.instant()
    };
    database.transaction(connection -> {
      Database.update(connection, "delete from rollback_order where node = ?", node);
      return Database.update(
          connection,
          "insert into rollback_order (node, generation, forced, ordered_by, reason, ordered_at)"
              + " values (?, ?, ?, ?, ?, ?)",
          row);
    });
  }

  public Optional<Order> of(NodeName node) {
    return database.first(
        row ->
            new Order(
                row.integer("generation"),
                row.integer("forced") == 1,
                row.text("ordered_by"),
                row.text("reason")),
        "select generation, forced, ordered_by, reason from rollback_order where node = ?",
        node);
  }

  /** It was tried; whatever came of it, it is not tried by itself again. */
  public void tried(NodeName node) {
    database.update("delete from rollback_order where node = ?", node);
  }
}
