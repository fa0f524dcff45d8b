package io.meshinfra.journal;

import io.meshinfra.journal.DriftRequest.Stage;
import io.meshinfra.model.Content;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Origin;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.Revision;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What drifts since when, and which pull requests of the hub ask what shall become of it. */
public final class DriftJournal {
  private static final String SEEN = "select node, resource, word, origin, since from drift_seen";

  private static final String REQUESTS =
      "select node, pull_request, page, drift, base, plan_hash, stage, opened_at, updated_at"
          + " from drift_request";

  private final Database database;
  private final Clock clock;

  DriftJournal(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** One resource that a probe saw otherwise than it shall be. */
  public record Sighting(ResourceId resource, String word, Origin origin) {}

  /** This and nothing else drifts on the node now; what did already keeps its time. */
  public void saw(NodeName node, Collection<Sighting> sightings) {
    database.transaction(connection -> {
      Map<String, DriftSeen> before = new HashMap<>();
      Database.list(connection, DriftJournal::readSeen, SEEN + " where node = ?", node)
          .forEach(seen -> before.put(digest(seen.resource()), seen));
      Database.update(connection, "delete from drift_seen where node = ?", node);
      Map<String, Object[]> rows = new HashMap<>();
      for (Sighting sighting : sightings) {
        String digest = digest(sighting.resource());
        Instant since =
            Optional.ofNullable(before.get(digest))
                .filter(seen -> seen.origin() == sighting.origin())
                .map(DriftSeen::since)
                .orElse(clock.instant());
        rows.putIfAbsent(
            digest,
            new Object[] {
              node, digest, sighting.resource(), sighting.word(), sighting.origin().name(), since
            });
      }
      insert(connection, rows.values());
      return null;
    });
  }

  private static void insert(Connection connection, Collection<Object[]> rows) throws SQLException {
    Database.batch(
        connection,
        "insert into drift_seen (node, digest, resource, word, origin, since)"
            + " values (?, ?, ?, ?, ?, ?)",
        List.copyOf(rows));
  }

  /** Of one node, the oldest first. */
  public List<DriftSeen> of(NodeName node) {
    return database.list(
        DriftJournal::readSeen, SEEN + " where node = ? order by since, resource", node);
  }

  /** By node, the oldest of each first. */
  public List<DriftSeen> all() {
    return database.list(DriftJournal::readSeen, SEEN + " order by node, since, resource");
  }

  /** All other nodes have left the fleet. */
  public void forgetOthers(Collection<NodeName> nodes) {
    database
        .list(row -> new NodeName(row.text("node")), "select distinct node from drift_seen")
        .stream()
        .filter(node -> !nodes.contains(node))
        .forEach(node -> database.update("delete from drift_seen where node = ?", node));
  }

  /** The last pull request about the node. */
  public Optional<DriftRequest> request(NodeName node) {
    return database.first(DriftJournal::readRequest, REQUESTS + " where node = ?", node);
  }

  /** By node. */
  public List<DriftRequest> requests(Stage stage) {
    return database.list(
        DriftJournal::readRequest, REQUESTS + " where stage = ? order by node", stage);
  }

  /** Takes the place of what was known; one that stays open keeps the time it was opened. */
  public void requested(DriftRequest request) {
    database.transaction(connection -> {
      Database.update(connection, "delete from drift_request where node = ?", request.node());
      Database.update(
          connection,
          "insert into drift_request (node, pull_request, page, drift, base, plan_hash, stage,"
              + " opened_at, updated_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
          request.node(),
          request.pullRequest(),
          Bounded.line(request.page()),
          request.drift(),
          request.base(),
          request.planHash(),
          request.stage(),
          request.openedAt(),
          request.updatedAt());
      return null;
    });
  }

  public void stage(NodeName node, Stage stage) {
    database.update(
        "update drift_request set stage = ?, updated_at = ? where node = ?",
        stage,
        clock.instant(),
        node);
  }

  private static String digest(ResourceId id) {
    return Content.digest(id.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static DriftSeen readSeen(Row row) throws SQLException {
    return new DriftSeen(
        new NodeName(row.text("node")),
        ResourceId.parse(row.text("resource")),
        row.text("word"),
        Origin.valueOf(row.text("origin")),
        row.instant("since"));
  }

  private static DriftRequest readRequest(Row row) throws SQLException {
    return new DriftRequest(
        new NodeName(row.text("node")),
        row.text("pull_request"),
        row.text("page"),
        row.text("drift"),
        new Revision(row.text("base")),
        row.text("plan_hash"),
        Stage.valueOf(row.text("stage")),
        row.instant("opened_at"),
        row.instant("updated_at"));
  }
}
