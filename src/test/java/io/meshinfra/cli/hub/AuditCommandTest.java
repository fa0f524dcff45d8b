package io.meshinfra.cli.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.cli.CommandRun;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditCommandTest {
  private static final String DIGEST = "ab".repeat(32);

  @TempDir Path folder;
  private FakeHub hub;

  @BeforeEach
  void start() throws Exception {
    hub = new FakeHub(folder);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  @Test
  void shouldShowTheHeadOnOneLine() {
    hub.answers("GET /audit/head", "{\"id\":7,\"digest\":\"" + DIGEST + "\"}");

    assertEquals("7 " + DIGEST + "\n", hub.run("audit", "head").out());
  }

  @Test
  void shouldTellThatAllIsAsItWasWritten() {
    hub.answers("GET /audit/verify", "{\"whole\":true,\"rows\":7,\"faults\":[]}");

    CommandRun run = hub.run("audit", "verify");

    assertEquals(0, run.code(), run.err());
    assertEquals("7 rows, all as they were written\n", run.out());
  }

  @Test
  void shouldTellWhichRowsAreNot() {
    hub.answers(
        "GET /audit/verify?id=7&digest=" + DIGEST,
        "{\"whole\":false,\"rows\":6,\"faults\":[{\"id\":3,\"what\":\"is missing\"}]}");

    CommandRun run = hub.run("audit", "verify", "--head", "7 " + DIGEST + "\n");

    assertEquals(1, run.code(), run.err());
    assertEquals("row 3 is missing\n6 rows, not all as they were written\n", run.out());
  }

  @Test
  void shouldWantAHeadAsItWasTold() {
    CommandRun run = hub.run("audit", "verify", "--head", "7 &x");

    assertEquals(2, run.code());
    assertTrue(run.err().contains("mesh audit head"), run.err());
    assertTrue(hub.requests.isEmpty());
  }

  @Test
  void shouldExportAllPages() {
    hub.answers("GET /audit?limit=1000&after=0", "{\"rows\":[{\"id\":1},{\"id\":2}],\"next\":2}");
    hub.answers("GET /audit?limit=1000&after=2", "{\"rows\":[{\"id\":3}]}");

    assertEquals("{\"id\":1}\n{\"id\":2}\n{\"id\":3}\n", hub.run("audit", "export").out());
  }

  @Test
  void shouldExportWhatIsNew() {
    hub.answers("GET /audit?limit=1000&after=2", "{\"rows\":[]}");

    CommandRun run = hub.run("audit", "export", "--after", "2");

    assertEquals(0, run.code(), run.err());
    assertEquals("", run.out());
  }
}
