package io.meshinfra.journal;

import io.meshinfra.model.NoWayIn.ClosedPath;
import io.meshinfra.model.NoWayIn.Obstacle;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.PathHealth;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How the access paths of nodes do, as the hub has tried them.
 *
 * <p>Every method throws {@link JournalUnavailable} when the database does.
 */
public final class PathJournal {
  private static final String COLUMNS =
      "node, path, state, since, last_good, last_tried, failures, obstacle, reason, told";

  private final Database database;

  PathJournal(Database database) {
    this.database = database;
  }

  /**
   * One path of one node.
   *
   * @param path as it is told to people, host and port included
   */
  public record Tried(NodeName node, String path, PathHealth health) {}

  /** Replaces what is known of the path. */
  public void save(Tried tried) {
    PathHealth health = tried.health();
    database.transaction(connection -> {
      Database.update(
          connection,
          "delete from path_health where node = ? and path = ?",
          tried.node(),
          tried.path());
      return Database.update(
          connection,
          "insert into path_health (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          tried.node(),
          tried.path(),
          health.state().name().toLowerCase(Locale.ROOT),
          health.since(),
          Row.instantOrNull(health.lastGood()),
          health.lastTried(),
          health.failures(),
          health.why().map(why -> why.obstacle().name()),
          health.why().map(why -> Bounded.line(why.words())),
          health.told() ? 1 : 0);
    });
  }

  /** All paths that were ever tried, sorted. */
  public List<Tried> all() {
    return database.list(
        PathJournal::read, "select " + COLUMNS + " from path_health order by node, path");
  }

  /** For a node that has left the fleet. */
  public void forget(NodeName node) {
    database.update("delete from path_health where node = ?", node);
  }

  /** For a path that its manifest does not name any more. */
  public void forget(NodeName node, String path) {
    database.update("delete from path_health where node = ? and path = ?", node, path);
  }

  private static Tried read(Row row) throws SQLException {
    Optional<String> obstacle = row.maybeText("obstacle");
    Optional<ClosedPath> why =
        obstacle.isEmpty()
            ? Optional.empty()
            : Optional.of(new ClosedPath(Obstacle.valueOf(obstacle.get()), row.text("reason")));
    return new Tried(
        new NodeName(row.text("node")),
        row.text("path"),
        new PathHealth(
            PathHealth.State.valueOf(row.text("state").toUpperCase(Locale.ROOT)),
            row.instant("since"),
            row.maybeInstant("last_good"),
            row.instant("last_tried"),
            row.integer("failures"),
            why,
            Optional.empty(),
            row.integer("told") == 1));
  }
}
