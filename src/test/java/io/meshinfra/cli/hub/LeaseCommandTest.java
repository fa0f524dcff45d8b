package io.meshinfra.cli.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeaseCommandTest {
  private static final String HUBS =
      """
      {"hubs": [
        {"name": "4711@gateway", "standing": "in charge", "answers": true, "token": 8,
         "takenAt": "2026-03-02T11:00:00.123Z", "until": "2026-03-02T12:00:30Z",
         "startedAt": "2026-03-02T10:59:58Z", "seenAt": "2026-03-02T12:00:00Z"},
        {"name": "99@spare", "standing": "stands by", "answers": false,
         "startedAt": "2026-03-02T09:00:00Z", "seenAt": "2026-03-02T11:59:59Z"}]}
      """;

  @TempDir Path folder;
  private FakeHub hub;

  @BeforeEach
  void start() throws IOException {
    hub = new FakeHub(folder);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  @Test
  void shouldShowWhoIsInChargeAndWhoStandsBy() {
    hub.answers("GET /hubs", HUBS);

    CommandRun run = hub.run("get", "hubs");

    assertEquals(0, run.code(), run.err());
    run.assertOutIs("hubs.txt");
  }

  @Test
  void shouldRaiseTheTokenAndShowIt() {
    hub.answers("POST /hubs/raise", HUBS);

    CommandRun run = hub.run("lease", "raise", "--above", "7", "--reason", "dump of Monday");

    assertEquals(0, run.code(), run.err());
    String asked = hub.requests.getFirst();
    assertTrue(asked.contains("\"above\":\"7\""), asked);
    assertTrue(asked.contains("\"reason\":\"dump of Monday\""), asked);
    assertTrue(run.out().contains("4711@gateway"), run.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1000000000000000"})
  void shouldRefuseWhatIsNoToken(String above) {
    CommandRun run = hub.run("lease", "raise", "--above=" + above, "--reason", "why");

    assertEquals(2, run.code());
    assertTrue(run.err().contains("--above is a fencing token"), run.err());
    assertTrue(hub.requests.isEmpty());
  }

  @Test
  void shouldAskForAReason() {
    CommandRun run = hub.run("lease", "raise", "--above", "7");

    assertEquals(2, run.code());
    assertTrue(run.err().contains("--reason"), run.err());
  }
}
