package io.meshinfra.journal;

import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import io.meshinfra.plan.Tries;
import io.meshinfra.plan.Tries.How;
import io.meshinfra.plan.Tries.Tried;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was tried on each node and did not help. Only the last revision counts, as what failed at
 * another one says nothing; but what the guard rolled back counts at all of them.
 *
 * <p>Every method throws {@link JournalUnavailable} when the database does.
 */
public final class TriesJournal {
  private final Database database;

  TriesJournal(Database database) {
    this.database = database;
  }

  public Tries of(NodeName node, Revision revision) {
    Map<String, Tried> all = new TreeMap<>();
    database.list(
        row ->
            all.put(
                row.text("change_key"),
                new Tried(
                    How.valueOf(row.text("how")), row.integer("times"), row.instant("tried_at"))),
        "select change_key, how, times, tried_at from tried where node = ?"
            + " and (revision = ? or how = ?)",
        node,
        revision,
        How.ROLLED_BACK.name());
    return new Tries(all);
  }

  /** Replaces what is known of the node. */
  public void save(NodeName node, Revision revision, Tries tries) {
    List<Object[]> rows = new ArrayList<>();
    tries
        .byChange()
        .forEach((key, tried) ->
            rows.add(
                new Object[] {node, key, revision, tried.how().name(), tried.times(), tried.at()}));
    database.transaction(connection -> {
      Database.update(connection, "delete from tried where node = ?", node);
      Database.batch(
          connection,
          "insert into tried (node, change_key, revision, how, times, tried_at)"
              + " values (?, ?, ?, ?, ?, ?)",
          rows);
      return null;
    });
  }
}
