package io.meshinfra.journal;

import io.meshinfra.drift.LastApplied;
import io.meshinfra.drift.LastApplied.Print;
import io.meshinfra.model.Content;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.Revision;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a probe last saw in sync on each node: the memory that tells drift from a new intent. */
public final class AppliedJournal {
  private final Database database;
  private final Clock clock;

  AppliedJournal(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** {@link LastApplied#NONE} for a node that was never in sync. */
  public LastApplied of(NodeName node) {
    return database.unfenced(
        connection -> new LastApplied(whole(connection, node), prints(connection, node)));
  }

  /** The last revision of which all of the node was in sync. */
  public Optional<Revision> whole(NodeName node) {
    return database.transaction(connection -> whole(connection, node));
  }

  /** The revision that the node was last compared with. */
  public Optional<Revision> revision(NodeName node) {
    return database.first(
        row -> new Revision(row.text("revision")),
        "select revision from applied_node where node = ?",
        node);
  }

  /** All nodes that were ever in sync, sorted. */
  public List<NodeName> nodes() {
    return database.list(
        row -> new NodeName(row.text("node")), "select node from applied_node order by node");
  }

  /**
   * Replaces what is known of the node. Only differences are written: a node with a thousand
   * resources of which one changed costs one row.
   */
  public void save(NodeName node, Revision revision, LastApplied applied) {
    database.insertOnce(
        "insert into applied_node (node, revision, saved_at) values (?, ?, ?)",
        node,
        revision,
        clock.instant());
    database.transaction(connection -> {
      // First, because it holds the node's row: two that save at once do it one after another.
      Database.update(
          connection,
          "update applied_node set revision = ?, whole = ?, saved_at = ? where node = ?",
          revision,
          applied.whole(),
          clock.instant(),
          node);
      replace(connection, node, applied.prints());
      return null;
    });
  }

  private static void replace(Connection connection, NodeName node, Map<ResourceId, Print> wanted)
      throws SQLException {
    Map<ResourceId, Print> present = prints(connection, node);
    List<Object[]> gone = new ArrayList<>();
    present.forEach((id, print) -> {
      if (!print.equals(wanted.get(id))) {
        gone.add(new Object[] {node, digest(id)});
      }
    });
    List<Object[]> fresh = new ArrayList<>();
    wanted.forEach((id, print) -> {
      if (!print.equals(present.get(id))) {
        fresh.add(new Object[] {node, digest(id), id, print.fingerprint(), print.revision()});
      }
    });
    Database.batch(connection, "delete from applied_resource where node = ? and digest = ?", gone);
    Database.batch(
        connection,
        "insert into applied_resource (node, digest, resource, fingerprint, revision)"
            + " values (?, ?, ?, ?, ?)",
        fresh);
  }

  private static Map<ResourceId, Print> prints(Connection connection, NodeName node)
      throws SQLException {
    Map<ResourceId, Print> all = new HashMap<>();
    Database.list(
        connection,
        row ->
            all.put(
                ResourceId.parse(row.text("resource")),
                new Print(row.text("fingerprint"), new Revision(row.text("revision")))),
        "select resource, fingerprint, revision from applied_resource where node = ?",
        node);
    return all;
  }

  private static Optional<Revision> whole(Connection connection, NodeName node)
      throws SQLException {
    return Database.list(
            connection,
            row -> row.maybeText("whole").map(Revision::new),
            "select whole from applied_node where node = ?",
            node)
        .stream()
        .findFirst()
        .flatMap(found -> found);
  }

  private static String digest(ResourceId id) {
    return Content.digest(id.toString().getBytes(StandardCharsets.UTF_8));
  }
}
