package io.meshinfra.lab;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.support.FleetRepository;
import io.meshinfra.support.HubDoor;
import io.meshinfra.support.HubProcess;
import io.meshinfra.support.Lab;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hubs on one PostgreSQL with three real nodes: whatever becomes of the one in charge, no step is
 * lost, none is done twice, and no node is worked by two.
 */
class TwoHubsIT {
  private static final int STEPS = 8;
  private static final Duration LEASE = Duration.ofSeconds(4);

  /** Until another hub is in charge: what is left of the lease, and a look every part of it. */
  private static final Duration TAKEOVER = LEASE.plusSeconds(6);

  private static final List<String> NODES = List.of("n1", "n2", "n3");
  private static Lab lab;
  private static FleetRepository repository;
  private static EmbeddedPostgres server;
  private static int round;

  @TempDir static Path folder;
  private final List<HubProcess> hubs = new ArrayList<>();

  @BeforeAll
  static void up() throws IOException {
    Assumptions.assumeTrue(Lab.possible(), "the lab needs root");
    Assumptions.assumeTrue(HubProcess.possible(), "needs the packaged application");
    lab = Lab.up(23, "n1:apt,n2:nosystemd,n3:apt");
    repository = new FleetRepository(folder);
    repository.write("README.md", "no node yet").push("begin");
    server = EmbeddedPostgres.builder().start();
  }

  @AfterAll
  static void down() throws IOException {
    if (server != null) {
      server.close();
    }
    if (lab != null) {
      lab.close();
    }
  }

  @AfterEach
  void stop() {
    hubs.stream()
        .filter(HubProcess::isAlive)
        .forEach(hub -> {
          hub.thaw();
          hub.close();
        });
  }

  private HubProcess hub(String name) throws IOException {
    Path home = Files.createDirectories(folder.resolve(name + "-" + hubs.size() + "-" + round));
    HubProcess hub =
        new HubProcess(
            home,
            Map.of(
                "MESH_SOURCE_REMOTE",
                repository.bare().toString(),
                "MESH_SOURCE_INTERVAL",
                "1s",
                "MESH_SSH_IDENTITIES",
                lab.key().toString(),
                "MESH_JOURNAL_KIND",
                "postgresql",
                "MESH_JOURNAL_URL",
                server.getJdbcUrl("postgres", "postgres"),
                "MESH_JOURNAL_USERNAME",
                "postgres",
                "MESH_JOURNAL_PASSWORD",
                "postgres",
                "MESH_JOURNAL_LEASE",
                LEASE.toSeconds() + "s"));
    hubs.add(hub);
    return hub;
  }

  /** A hub that is in charge when this returns. */
  private HubProcess inCharge(String name) throws IOException {
    HubProcess hub = hub(name);
    hub.start();
    hub.door();
    awaitSaid(hub, "this hub is in charge");
    return hub;
  }

  private HubProcess standingBy(String name) throws IOException {
    HubProcess hub = hub(name);
    hub.start();
    hub.door();
    awaitSaid(hub, "this hub stands by");
    return hub;
  }

  private static void awaitSaid(HubProcess hub, String words) {
    await()
        .atMost(TAKEOVER)
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(() -> assertTrue(hub.saysNow().contains(words), () -> tail(hub.saysNow())));
  }

  @BeforeEach
  void nextRound() {
    round++;
  }

  private static void publish() {
    StringBuilder yaml =
        new StringBuilder(
            """
            apiVersion: mesh-infra/v1
            kind: Profile
            metadata: {name: all}
            spec:
              selector: {}
              resources:
            """);
    for (int step = 1; step <= STEPS; step++) {
      yaml.append(
          """
              - shell:
                  name: step-%1$d
                  check: test -e /srv/done-%2$d-%1$d
                  apply: echo %1$d >>/srv/log-%2$d; sleep 0.4; touch /srv/done-%2$d-%1$d
          """
              .formatted(step, round));
    }
    repository
        .write("nodes.yaml", lab.manifests())
        .write("all.yaml", yaml.toString())
        .push("round " + round);
  }

  /** The moment at which something happens to the hub: some steps are done, others are not. */
  private static void awaitTheMiddle() {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(50))
        .until(() ->
            NODES.stream()
                .allMatch(node ->
                    lab.sh(node, "cat /srv/log-%d 2>/dev/null".formatted(round)).contains("2")));
    assertFalse(NODES.stream().allMatch(node -> steps(node).size() == STEPS), "too late");
  }

  private static List<String> steps(String node) {
    return lab.sh(node, "cat /srv/log-%d 2>/dev/null".formatted(round)).lines().toList();
  }

  private static void awaitSynced(HubProcess hub) {
    hub.door()
        .awaitSynced(repository.git("rev-parse", "HEAD").strip(), NODES.toArray(String[]::new));
  }

  /** What the nodes and the journal say of all that has happened so far. */
  private static void assertWorkedByOneHubAtATime(HubDoor door) {
    List<String> all = IntStream.rangeClosed(1, STEPS).mapToObj(Integer::toString).toList();
    for (String node : NODES) {
      assertEquals(all, steps(node).stream().sorted().toList(), "steps of " + node);
      List<Long> tokens =
          lab.sh(
                  node,
                  "cd /var/lib/mesh-infra/runs && for r in $(ls -tr); do sed -n 's/^fence //p' $r/about; done")
              .lines()
              .map(Long::parseLong)
              .toList();
      assertEquals(tokens.stream().sorted().toList(), tokens, "no older hub after a newer one");
      assertEquals(
          tokens.getLast().toString(), lab.sh(node, "cat /var/lib/mesh-infra/fence").strip());
    }
    Map<String, Long> ends = new HashMap<>();
    for (long after = 0; ; ) {
      JsonNode page = door.get("/audit?limit=1000&after=" + after);
      page.path("rows")
          .valueStream()
          .filter(row -> row.path("deed").asText().equals("run-ended"))
          .forEach(row -> ends.merge(row.path("run").asText(), 1L, Long::sum));
      if (page.path("next").asLong() <= after) {
        break;
      }
      after = page.path("next").asLong();
    }
    assertFalse(ends.isEmpty());
    assertEquals(Map.of(), twice(ends));
    assertEquals(Map.of(), twice(told(door, "run-ended")));
    assertTrue(door.get("/audit/verify").path("whole").asBoolean());
  }

  /** A hub that is stopped tells that it looks away; that is no end of the run. */
  private static Map<String, Long> told(HubDoor door, String type) {
    return door.get("/events?limit=500")
        .path("events")
        .valueStream()
        .filter(event -> event.path("type").asText().equals(type))
        .filter(event -> !event.path("message").asText().contains("goes on without the hub"))
        .map(event -> event.path("run").asText())
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
  }

  private static Map<String, Long> twice(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .filter(entry -> entry.getValue() > 1)
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static String tail(String text) {
    return text.substring(Math.max(0, text.length() - 3000));
  }

  /** As when a virtual machine is paused in the middle of an apply and goes on minutes later. */
  @Test
  void shouldTakeOverFromAFrozenHubWhichThenDoesNothingMore() throws Exception {
    HubProcess first = inCharge("first");
    HubProcess second = standingBy("second");
    publish();
    awaitTheMiddle();

    first.freeze();
    awaitSaid(second, "this hub is in charge");
    awaitSynced(second);
    String runs = second.door().get("/runs?limit=500").toString();
    first.thaw();

    assertEquals(3, first.exitCode(), () -> tail(first.saysNow()));
    assertTrue(
        first.saysNow().contains("this hub ends, was replaced"), () -> tail(first.saysNow()));
    assertEquals(runs.length(), second.door().get("/runs?limit=500").toString().length());
    assertWorkedByOneHubAtATime(second.door());
  }

  @Test
  void shouldTakeOverFromAKilledHubInBoundedTime() throws Exception {
    HubProcess first = inCharge("first");
    HubProcess second = standingBy("second");
    publish();
    awaitTheMiddle();

    first.kill();
    awaitSaid(second, "this hub is in charge");
    awaitSynced(second);

    assertTrue(told(second.door(), "run-ended").size() >= NODES.size());
    assertWorkedByOneHubAtATime(second.door());
  }

  /** The new one has nothing but the database and the repository. */
  @Test
  void shouldGoOnAtOnceOnAnotherMachineWithTheSameDatabase() throws Exception {
    publish();
    HubProcess first = inCharge("first");
    awaitTheMiddle();

    first.close();
    HubProcess moved = hub("moved");
    moved.start();
    moved.door();
    assertTrue(moved.saysNow().contains("this hub is in charge"), () -> tail(moved.saysNow()));
    awaitSynced(moved);

    assertWorkedByOneHubAtATime(moved.door());
  }

  /** The database is away for longer than the lease: nothing begins, and then all goes on. */
  @Test
  void shouldHoldWhileTheDatabaseIsAwayAndGoOnWithTheSameToken() throws Exception {
    publish();
    HubProcess only = inCharge("only");
    awaitSynced(only);
    String before = only.door().get("/hubs").path("hubs").path(0).path("token").asText();
    database("lock");
    awaitSaid(only, "no passes begin");

    database("unlock");
    awaitSaid(only, "passes begin again");

    assertEquals(before, only.door().get("/hubs").path("hubs").path(0).path("token").asText());
    round++;
    publish();
    awaitSynced(only);
    assertWorkedByOneHubAtATime(only.door());
  }

  /** Refuses all connections of the hub, or lets it in again. */
  private static void database(String way) throws Exception {
    boolean lock = way.equals("lock");
    try (var connection = server.getDatabase("postgres", "template1").getConnection();
        var statement = connection.createStatement()) {
      statement.execute("alter database postgres with allow_connections " + !lock);
      if (lock) {
        statement.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = 'postgres'");
      }
    }
  }
}
