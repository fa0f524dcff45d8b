package io.meshinfra.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.support.FleetRepository;
import io.meshinfra.support.HubDoor;
import io.meshinfra.support.HubProcess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code mesh serve} on a journal that another hub has. */
class SecondHubIT {
  @TempDir Path folder;
  private Map<String, String> settings;

  @BeforeEach
  void makeRepository() {
    Assumptions.assumeTrue(HubProcess.possible(), "needs the packaged application");
    FleetRepository repository = new FleetRepository(folder);
    repository.write("README.md", "no node yet").push("first");
    settings = new HashMap<>(Map.of("MESH_SOURCE_REMOTE", repository.bare().toString()));
  }

  private HubProcess hub(String home) throws Exception {
    return new HubProcess(Files.createDirectories(folder.resolve(home)), settings);
  }

  private static String refused(HubProcess second) {
    second.start();
    assertEquals(2, second.exitCode(), second::saysNow);
    assertTrue(second.saysNow().lines().anyMatch(line -> line.startsWith("mesh: ")));
    assertFalse(second.saysNow().contains("\tat "), second::saysNow);
    return second.saysNow();
  }

  @Test
  void shouldNotStartOnTheHomeOfAnother() throws Exception {
    try (HubProcess first = hub("home")) {
      first.start();
      first.door();

      String said = refused(hub("home"));

      assertTrue(said.contains("held by another process"), said);
      assertTrue(said.contains("MESH_HOME"), said);
      assertTrue(first.isAlive());
    }
  }

  @Test
  void shouldStandByOnThePostgresOfAnother() throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.builder().start();
        HubProcess first = onPostgres("first", server);
        HubProcess second = onPostgres("second", server)) {
      first.start();
      first.door();
      second.start();
      HubDoor door = second.door();

      String refusal = door.get("/nodes").toString();
      List<String> standings =
          door.get("/hubs")
              .path("hubs")
              .valueStream()
              .map(hub -> hub.path("standing").asText() + " " + hub.path("answers").asBoolean())
              .toList();

      assertTrue(refusal.contains("\"status\":503"), refusal);
      assertTrue(refusal.contains("is in charge until"), refusal);
      assertEquals(List.of("in charge false", "stands by true"), standings);
      assertEquals("DOWN", door.readiness().path("status").asText());
      assertTrue(first.isAlive());
    }
  }

  private HubProcess onPostgres(String home, EmbeddedPostgres server) throws Exception {
    settings.putAll(
        Map.of(
            "MESH_JOURNAL_KIND", "postgresql",
            "MESH_JOURNAL_URL", server.getJdbcUrl("postgres", "postgres"),
            "MESH_JOURNAL_USERNAME", "postgres",
            "MESH_JOURNAL_PASSWORD", "postgres"));
    return hub(home);
  }
}
