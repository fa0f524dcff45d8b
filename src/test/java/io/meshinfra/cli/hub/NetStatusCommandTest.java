package io.meshinfra.cli.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.cli.CommandRun;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetStatusCommandTest {
  private static final String STATUS =
      """
      {"nodes":[
       {"node":"hub","attendance":"present","paths":[
         {"path":"local","address":"","state":"up","failures":0,"inUse":false,"rotten":false}],
        "links":[{"net":"wireguard","name":"wg0","networks":["10.88.0.2/32"],"carriage":"direct",
                  "over":"203.0.113.7:51820","handshakeAge":42}],"notes":[],
        "pairs":[{"to":"laptop","address":"10.88.0.2","latencyMs":12.5,
                  "peer":{"net":"wireguard","name":"wg0","networks":[],"carriage":"direct",
                          "over":"203.0.113.7:51820","handshakeAge":42}},
                 {"to":"wsl","address":"192.0.2.9",
                  "peer":{"net":"tailscale","name":"wsl | <b>","networks":[],"carriage":"relayed",
                          "over":"DERP fra"}}]},
       {"node":"laptop","attendance":"present","paths":[
         {"path":"wireguard","address":"10.88.0.2:22","state":"up","since":"2026-03-02T10:00:00.5Z",
          "lastGood":"2026-03-02T11:00:00Z","failures":0,"latencyMs":1.4,"inUse":true,"rotten":false,
          "carrier":{"net":"wireguard","name":"wg0","networks":[],"carriage":"direct",
                     "over":"203.0.113.7:51820","handshakeAge":42}},
         {"path":"emergency","address":"203.0.113.7:2222","state":"down","failures":4,
          "since":"2026-03-02T09:00:00Z","why":"no-answer","inUse":false,"rotten":true,
          "reason":"emergency: timed out | after 5 s <b>"}],"notes":["tailscale is Stopped"]},
       {"node":"wsl","attendance":"away","paths":[
         {"path":"lan","address":"192.0.2.9:22","state":"up","since":"2026-03-01T09:00:00Z",
          "failures":0,"inUse":false,"rotten":false}],"links":[],"notes":[]}]}
      """;

  @TempDir Path folder;
  private FakeHub hub;

  @BeforeEach
  void start() throws Exception {
    hub = new FakeHub(folder).answers("GET /network/status", STATUS);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  @Test
  void shouldShowALineForEachPath() {
    CommandRun run = hub.run("net", "status");

    assertEquals(0, run.code(), run.err());
    run.assertOutIs("net-status.txt");
  }

  @Test
  void shouldShowHowNodesSeeEachOther() {
    CommandRun run = hub.run("net", "status", "--links");

    assertEquals(0, run.code(), run.err());
    run.assertOutIs("net-links.txt");
  }

  @Test
  void shouldWriteAPageInWhichNothingFromOutsideIsMarkup() throws Exception {
    Path page = folder.resolve("STATUS.md");

    CommandRun run = hub.run("net", "status", "--write", page.toString());

    assertEquals(0, run.code(), run.err());
    CommandRun.assertGolden("net-status.md", Files.readString(page));
  }

  @Test
  void shouldGiveProgramsWhatTheHubSays() {
    CommandRun run = hub.run("net", "status", "-o", "json");

    assertTrue(run.out().contains("\"latencyMs\" : 1.4"), run.out());
  }

  @Test
  void shouldSayThatAPageCannotBeWritten() {
    CommandRun run = hub.run("net", "status", "--write", folder + "/no/such/page.md");

    assertEquals(2, run.code());
    assertTrue(run.err().contains("cannot be written"), run.err());
  }
}
