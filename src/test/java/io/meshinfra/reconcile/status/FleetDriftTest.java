package io.meshinfra.reconcile.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.drift.Drift;
import io.meshinfra.drift.ResourceChange;
import io.meshinfra.journal.DriftJournal;
import io.meshinfra.journal.DriftJournal.Sighting;
import io.meshinfra.journal.DriftRequest;
import io.meshinfra.journal.Journal;
import io.meshinfra.model.Facts;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Origin;
import io.meshinfra.model.ResourceId;
import io.meshinfra.reconcile.FleetOf;
import io.meshinfra.support.Catalogs;
import io.meshinfra.support.Changes;
import io.meshinfra.support.JournalTables;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetDriftTest {
  private static final Instant THEN = Instant.parse("2026-03-01T10:00:00Z");
  private static final Instant PROBED = Instant.parse("2026-03-02T12:00:00Z");
  private static final NodeName HUB = new NodeName("hub");
  private static final NodeName LAPTOP = new NodeName("laptop");
  private static final ResourceChange MOVED =
      Changes.corrective(Changes.of("file", "path: /etc/motd\ncontent: x\n"));

  @TempDir Path folder;
  private JdbcConnectionPool pool;
  private DriftJournal journal;
  private final StatusBoard board = new StatusBoard();
  private FleetDrift drift;
  private List<NodeDrift.Item> network = List.of();

  @BeforeEach
  void open() {
    pool = JdbcConnectionPool.create("jdbc:h2:file:" + folder.resolve("journal"), "", "");
    JournalTables.copyInto(pool);
    journal = new Journal(pool, Clock.fixed(THEN, ZoneOffset.UTC)).drifts();
    board.follow(FleetOf.at(FleetOf.OLD, "hub", "laptop").nodes().values());
    drift = new FleetDrift(board, journal, node -> node.equals(LAPTOP) ? network : List.of());
  }

  @AfterEach
  void close() {
    pool.dispose();
  }

  private void probed(ResourceChange... changes) {
    board.update(
        HUB,
        status ->
            status.seen(new Drift(Catalogs.on("hub"), Facts.UNKNOWN, PROBED, List.of(changes))));
  }

  private static Sighting sighting(Origin origin) {
    return new Sighting(ResourceId.parse("file:/etc/motd"), "create", origin);
  }

  private NodeDrift hub() {
    return drift.all().getFirst();
  }

  @Test
  void shouldTellWhatTheLastProbeSawAndTheJournalSinceWhen() {
    probed(MOVED);
    journal.saw(HUB, List.of(sighting(Origin.CORRECTIVE)));

    NodeDrift.Item item = hub().items().getFirst();

    assertEquals(Optional.of(PROBED), hub().probedAt());
    assertEquals("file:/etc/motd", item.resource());
    assertEquals("create", item.change());
    assertEquals(Optional.of(THEN), item.since());
    assertTrue(item.text().contains("content"), item.text());
    assertEquals(hub(), drift.of(board.of(HUB).orElseThrow()));
  }

  @Test
  void shouldNotTellASinceOfAnotherOrigin() {
    probed(MOVED);
    journal.saw(HUB, List.of(sighting(Origin.INTENTIONAL)));

    assertEquals(Optional.empty(), hub().items().getFirst().since());
  }

  /** The probe counts, though the journal comes after it. */
  @Test
  void shouldNotTellWhatIsOver() {
    probed();
    journal.saw(HUB, List.of(sighting(Origin.CORRECTIVE)));

    assertTrue(hub().isEmpty());
  }

  /** After a restart of the hub, and for a laptop that is away for days. */
  @Test
  void shouldTellWhatWasKnownOfANodeThatWasNotProbedSince() {
    journal.saw(HUB, List.of(sighting(Origin.CORRECTIVE)));

    assertEquals(Optional.empty(), hub().probedAt());
    assertEquals(
        List.of(
            new NodeDrift.Item(
                "file:/etc/motd", "create", Origin.CORRECTIVE, Optional.of(THEN), "")),
        hub().items());
  }

  @Test
  void shouldTellOfAllNodesAndOfNoOthers() {
    journal.saw(new NodeName("gone"), List.of(sighting(Origin.CORRECTIVE)));

    assertEquals(List.of(HUB, LAPTOP), drift.all().stream().map(NodeDrift::node).toList());
    assertTrue(drift.all().stream().allMatch(NodeDrift::isEmpty));
  }

  @Test
  void shouldTellWhichPullRequestIsAboutIt() {
    for (DriftRequest.Stage stage : DriftRequest.Stage.values()) {
      DriftRequest request = request(stage);
      journal.requested(request);

      Optional<DriftRequest> told =
          stage == DriftRequest.Stage.GONE ? Optional.empty() : Optional.of(request);
      assertEquals(told, hub().request());
      assertEquals(told, drift.of(board.of(HUB).orElseThrow()).request());
    }
  }

  private static DriftRequest request(DriftRequest.Stage stage) {
    return new DriftRequest(
        HUB, "12", "https://forge.example/12", "d", FleetOf.OLD, "hash", stage, THEN, THEN);
  }

  /** A fallback that rots is drift of its node, also while nobody has probed it. */
  @Test
  void shouldTellWhatOfTheNetworkIsNotAsDeclared() {
    network =
        List.of(
            new NodeDrift.Item(
                "path:emergency (10.0.0.1:2222)",
                "unreachable",
                Origin.CORRECTIVE,
                Optional.of(THEN),
                "emergency: timed out"));

    assertEquals(List.of(), hub().items());
    assertEquals(network, drift.all().get(1).items());
  }
}
