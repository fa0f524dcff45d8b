package io.meshinfra.cli.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.cli.CommandRun;
import io.meshinfra.session.Contracts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentCommandsTest {
  private static final String ISSUED =
      """
      {"token":{"id":"4f2a9c01","agent":"claude","scope":"read","nodes":[],
       "issuedAt":"2026-03-02T12:00:00Z","expiresAt":"2026-03-02T20:00:00Z"},
       "secret":"mesh_4f2a9c01_topsecret"}
      """;

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

  // --- tokens

  @Test
  void shouldIssueATokenAndShowItAlone() {
    hub.answers("POST /tokens", 201, "application/json", ISSUED);

    CommandRun run = hub.run("token", "issue", "--agent", "claude", "--expires", "8h");

    assertEquals(0, run.code(), run.err());
    assertEquals("mesh_4f2a9c01_topsecret\n", run.out());
    assertEquals(
        "token 4f2a9c01 for agent claude, scope read, until 2026-03-02T20:00:00Z\n", run.err());
    assertTrue(
        hub.requests.getFirst().contains("\"agent\":\"claude\",\"scope\":\"read\""),
        hub.requests.toString());
    assertTrue(hub.requests.getFirst().contains("\"expires\":\"28800s\""), "" + hub.requests);
  }

  @Test
  void shouldIssueATokenToAPersonForLoggingIn() {
    hub.answers("POST /tokens", 201, "application/json", ISSUED);

    CommandRun run = hub.run("token", "issue", "--person", "ann", "--expires", "8h");

    assertEquals(0, run.code(), run.err());
    assertTrue(run.err().startsWith("token 4f2a9c01 for person ann, scope login,"), run.err());
    assertTrue(
        hub.requests.getFirst().contains("\"agent\":\"ann\",\"scope\":\"login\""),
        hub.requests.toString());
    assertEquals(2, hub.run("token", "issue", "--expires", "8h").code(), "for nobody");
  }

  @Test
  void shouldWriteATokenIntoAFileOfItsOwnersOnly() throws Exception {
    hub.answers("POST /tokens", 201, "application/json", ISSUED);
    Path file = folder.resolve("agent.token");

    CommandRun run =
        hub.run(
            "token",
            "issue",
            "--agent",
            "claude",
            "--session",
            "20261123-claude-4f2a9c01",
            "--scope",
            "reconcile",
            "--node",
            "laptop",
            "--node",
            "wsl",
            "--expires",
            "30m",
            "--out",
            file.toString());

    assertEquals(0, run.code(), run.err());
    assertFalse((run.out() + run.err()).contains("topsecret"));
    assertEquals("mesh_4f2a9c01_topsecret\n", Files.readString(file));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertTrue(hub.requests.getFirst().contains("\"nodes\":[\"laptop\",\"wsl\"]"));
    assertTrue(
        hub.run("token", "issue", "--agent", "a", "--expires", "1h", "--out", file.toString())
            .err()
            .contains("already"));
  }

  @Test
  void shouldLeaveNoFileBehindWhenTheHubRefuses() {
    hub.answers(
        "POST /tokens",
        409,
        "application/problem+json",
        "{\"detail\":\"scope reconcile needs a session\"}");
    Path file = folder.resolve("agent.token");

    CommandRun run =
        hub.run("token", "issue", "--agent", "a", "--expires", "1h", "--out", file.toString());

    assertEquals(2, run.code());
    assertEquals("mesh: the hub says: scope reconcile needs a session\n", run.err());
    assertFalse(Files.exists(file));
  }

  @Test
  void shouldListTokens() {
    hub.answers(
        "GET /tokens",
        """
        {"tokens":[{"id":"4f2a9c01","agent":"claude","scope":"reconcile","nodes":["laptop","wsl"],
          "session":"20261123-claude-4f2a9c01","expiresAt":"2026-03-02T20:00:00.5Z"},
         {"id":"00000001","agent":"x","scope":"read","nodes":[],
          "expiresAt":"2026-03-02T20:00:00Z","revokedAt":"2026-03-02T12:00:00Z"}]}
        """);

    hub.run("token", "list").assertOutIs("tokens.txt");
    assertTrue(hub.run("token", "list", "-o", "yaml").out().contains("agent: claude"));
  }

  @Test
  void shouldRevokeAToken() {
    String by = System.getProperty("user.name");
    hub.answers("DELETE /tokens/4f2a9c01?by=" + by, "{\"was\":true}");

    CommandRun run = hub.run("token", "revoke", "4f2a9c01");

    assertEquals("4f2a9c01 is revoked\n", run.out());
    assertEquals(
        "certificates that it got stay good until their end; mesh login list shows them, mesh login"
            + " revoke ends them\n",
        run.err());
    assertTrue(hub.run("token", "revoke", "../nodes").err().contains("named by its id"));
  }

  @Test
  void shouldSayWhyATokenIsNoGood() {
    hub.answers(
        "GET /nodes",
        403,
        "application/problem+json",
        "{\"detail\":\"the token of an agent is not for that\"}");

    CommandRun run = hub.run("get", "nodes");

    assertEquals(2, run.code());
    assertEquals("mesh: the hub says: the token of an agent is not for that\n", run.err());
  }

  // --- sessions

  @Test
  void shouldListSessions() {
    hub.answers(
        "GET /sessions",
        """
        {"sessions":[{"id":"20261123-claude-4f2a9c01","origin":"merged","reason":"","risk":"low",
          "include":["docs/**","src/**"],"nodes":["laptop"],"expires":"2026-11-23T18:00:00Z"},
         {"id":"20261122-claude-00000001","origin":"none","reason":"it is\\nfaulty","nodes":[],
          "include":[]}]}
        """);

    hub.run("session", "list").assertOutIs("sessions.txt");
  }

  @Test
  void shouldIssueAContract() throws Exception {
    hub.answers("POST /sessions", "{}");
    Path file = folder.resolve("session-" + Contracts.ID + ".yaml");
    Files.writeString(file, Contracts.text("include: [docs/**]"));

    CommandRun run = hub.run("session", "issue", file.toString());

    assertEquals(0, run.code(), run.err());
    assertEquals(Contracts.ID + " counts until 2026-11-23T18:00:00Z\n", run.out());
    assertTrue(hub.requests.getFirst().contains("\"path\":\"" + Contracts.ID.path()));
  }

  @Test
  void shouldNotEvenAskForAFaultyContract() throws Exception {
    Path file = folder.resolve("session-" + Contracts.ID + ".yaml");
    Files.writeString(file, Contracts.text("goals: [x]"));

    CommandRun run = hub.run("session", "issue", file.toString());

    assertEquals(2, run.code());
    assertTrue(run.err().contains("include is missing"), run.err());
    assertTrue(hub.requests.isEmpty());
    assertEquals(2, hub.run("session", "issue", folder.resolve("no").toString()).code());
  }

  @Test
  void shouldEndASession() {
    String by = System.getProperty("user.name");
    hub.answers("DELETE /sessions/" + Contracts.ID + "?by=" + by, "{\"was\":false}");

    CommandRun run = hub.run("session", "end", Contracts.ID.value());

    assertEquals(Contracts.ID + " was over before\n", run.out());
    assertEquals(
        "certificates that it got stay good until their end; mesh login list shows them, mesh login"
            + " revoke ends them\n",
        run.err());
    assertTrue(hub.run("session", "end", "mine").err().contains("a session is named"));
  }

  @Test
  void shouldLetCommitsIn() {
    hub.answers(
        "POST /source/accept-scope", "{\"changed\":true,\"inForce\":\"abc\",\"trouble\":\"\"}");

    CommandRun run = hub.run("source", "accept-scope", "abc", "--reason", "read it");

    assertEquals("New in force: abc\n", run.out());
    assertTrue(hub.requests.getFirst().contains("\"commit\":\"abc\""), "" + hub.requests);
    assertTrue(hub.requests.getFirst().contains("\"reason\":\"read it\""), "" + hub.requests);
  }
}
