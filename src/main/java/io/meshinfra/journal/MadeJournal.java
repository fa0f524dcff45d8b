package io.meshinfra.journal;

import io.meshinfra.drift.LastApplied.Print;
import io.meshinfra.drift.Made;
import io.meshinfra.model.Content;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.Revision;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is on each node because mesh made it: what pruning may remove. */
public final class MadeJournal {
  private final Database database;

  MadeJournal(Database database) {
    this.database = database;
  }

  /** {@link Made#NOTHING} for a node on which nothing was made. */
  public Made of(NodeName node) {
    return new Made(database.transaction(connection -> read(connection, node)));
  }

  /** Replaces what is known of the node; only differences are written. */
  public void save(NodeName node, Made made) {
    database.transaction(connection -> {
      Map<ResourceId, Made.Thing> present = read(connection, node);
      List<Object[]> gone = new ArrayList<>();
      present.forEach((id, thing) -> {
        if (!thing.equals(made.things().get(id))) {
          gone.add(new Object[] {node, digest(id)});
        }
      });
      List<Object[]> fresh = new ArrayList<>();
      made.things()
          .forEach((id, thing) -> {
            if (!thing.equals(present.get(id))) {
              fresh.add(row(node, id, thing));
            }
          });
      Database.batch(connection, "delete from made_resource where node = ? and digest = ?", gone);
      Database.batch(
          connection,
          "insert into made_resource (node, digest, resource, fingerprint, revision, left_at)"
              + " values (?, ?, ?, ?, ?, ?)",
          fresh);
      return null;
    });
  }

  private static Object[] row(NodeName node, ResourceId id, Made.Thing thing) {
    return new Object[] {
      node, digest(id), id, thing.print().fingerprint(), thing.print().revision(), thing.left()
    };
  }

  private static Map<ResourceId, Made.Thing> read(Connection connection, NodeName node)
      throws SQLException {
    Map<ResourceId, Made.Thing> all = new HashMap<>();
    Database.list(
        connection,
        row ->
            all.put(
                ResourceId.parse(row.text("resource")),
                new Made.Thing(
                    new Print(row.text("fingerprint"), new Revision(row.text("revision"))),
                    row.maybeText("left_at").map(Revision::new))),
        "select resource, fingerprint, revision, left_at from made_resource where node = ?",
        node);
    return all;
  }

  private static String digest(ResourceId id) {
    return Content.digest(id.toString().getBytes(StandardCharsets.UTF_8));
  }
}
