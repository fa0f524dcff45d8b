package io.meshinfra.cli.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.cli.CommandRun;
import io.meshinfra.network.identity.Authorities;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginCommandTest {
  private static final String LINE = "ssh-ed25519-cert-v01@openssh.com " + "A".repeat(400);
  private static final String CERTIFICATE =
      """
      {"serial":7,"keyId":"person:ann","fingerprint":"SHA256:x","principals":["developer","reader"],
       "sources":[],"validFrom":"2026-03-02T11:59:00Z","validUntil":"2026-03-03T11:59:00Z"%s}
      """;
  private static final String ISSUED =
      "{\"certificate\":%s,\"line\":\"%s\"}".formatted(CERTIFICATE.formatted(""), LINE);

  @TempDir Path folder;
  private FakeHub hub;

  @BeforeEach
  void start() throws Exception {
    hub = new FakeHub(folder);
    hub.answers("POST /certificates", 201, "application/json", ISSUED);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private CommandRun login(String... arguments) {
    return hub.setting().with("HOME", folder.toString()).run(arguments);
  }

  private static String mode(Path file) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void shouldMakeAKeyOfItsOwnAndTellHowToUseIt() throws Exception {
    CommandRun run = login("login");

    assertEquals(0, run.code(), run.err());
    Path key = folder.resolve(".ssh/mesh_ed25519");
    assertEquals(
        """
        certificate 7 for person:ann, until 2026-03-03T11:59:00Z
          principals: developer, reader
          written to: %s-cert.pub
          use it:     ssh -i %s LOGIN@NODE
        """
            .formatted(key, key),
        run.out());
    assertEquals("rw-------", mode(key));
    assertEquals("rwx------", mode(key.getParent()));
    assertTrue(Files.readString(key).startsWith("-----BEGIN OPENSSH PRIVATE KEY-----"));
    assertEquals(LINE + "\n", Files.readString(folder.resolve(".ssh/mesh_ed25519-cert.pub")));
    String asked = hub.requests.getFirst();
    assertTrue(asked.contains(Files.readString(folder.resolve(".ssh/mesh_ed25519.pub")).strip()));
    assertFalse(asked.contains("PRIVATE"), asked);
  }

  @Test
  void shouldMakeNoKeyForAWishThatIsNone() {
    CommandRun run = login("login", "--expires", "soon");

    assertEquals(2, run.code());
    assertFalse(Files.exists(folder.resolve(".ssh")));
    assertTrue(hub.requests.isEmpty());
  }

  @Test
  void shouldUseTheKeyThatIsThere() throws Exception {
    Path key = folder.resolve("id");
    Files.writeString(folder.resolve("id.pub"), Authorities.KEY + " ann@laptop\n");

    CommandRun run =
        login(
            "login",
            "--key",
            key.toString(),
            "--principal",
            "reader",
            "--expires",
            "8h",
            "--source",
            "192.0.2.0/24");

    assertEquals(0, run.code(), run.err());
    assertTrue(
        hub.requests
            .getFirst()
            .contains(
                "\"publicKey\":\"%s\",\"principals\":[\"reader\"],\"sources\":[\"192.0.2.0/24\"],\"expires\":\"28800s\""
                    .formatted(Authorities.KEY)),
        hub.requests.toString());
    assertFalse(Files.exists(key), "the private key may be in an agent or a token");
    assertTrue(Files.exists(folder.resolve("id-cert.pub")));
  }

  @Test
  void shouldRefuseAKeyWithoutItsPublicPart() throws Exception {
    Path key = Files.writeString(folder.resolve("id"), "private");

    CommandRun run = login("login", "--key", key.toString());

    assertEquals(2, run.code());
    assertTrue(run.err().contains("ssh-keygen -y"), run.err());
    assertEquals("private", Files.readString(key));
    assertTrue(hub.requests.isEmpty());
  }

  @Test
  void shouldWriteNothingThatIsNoCertificate() {
    String hostile = LINE + "\\n* ssh-ed25519 AAAA";
    hub.answers(
        "POST /certificates",
        201,
        "application/json",
        "{\"certificate\":%s,\"line\":\"%s\"}".formatted(CERTIFICATE.formatted(""), hostile));

    CommandRun run = login("login");

    assertEquals(2, run.code());
    assertTrue(run.err().contains("nothing was written"), run.err());
    assertFalse(Files.exists(folder.resolve(".ssh/mesh_ed25519-cert.pub")));
  }

  @Test
  void shouldTellWhyTheHubRefused() {
    hub.answers(
        "POST /certificates",
        403,
        "application/problem+json",
        "{\"status\":403,\"detail\":\"no principal is for person:ann\"}");

    CommandRun run = login("login");

    assertEquals(2, run.code());
    assertEquals("mesh: the hub says: no principal is for person:ann\n", run.err());
  }

  @Test
  void shouldListCertificates() {
    hub.answers(
        "GET /certificates",
        "{\"certificates\":[%s,%s]}"
            .formatted(
                CERTIFICATE.formatted(""),
                CERTIFICATE.formatted(
                    ",\"revokedAt\":\"2026-03-02T12:30:00Z\",\"revokedWhy\":\"lost\"")));

    CommandRun run = login("login", "list");

    assertEquals(
        """
        SERIAL   FOR          PRINCIPALS          UNTIL                  STATE
        7        person:ann   developer, reader   2026-03-03T11:59:00Z   good
        7        person:ann   developer, reader   2026-03-03T11:59:00Z   revoked: lost
        """,
        run.out());
  }

  @Test
  void shouldRevokeOnTheHubAndInTheIntent() throws Exception {
    Path intent =
        Files.writeString(folder.resolve("network.yaml"), Authorities.text(Authorities.CA, ""));
    hub.answers(
        "POST /certificates/revoke",
        "{\"certificates\":[%s]}".formatted(CERTIFICATE.formatted("")));

    CommandRun run =
        login("login", "revoke", "7", "--reason", "laptop lost", "--intent", intent.toString());

    assertEquals(0, run.code(), run.err());
    assertEquals("the hub noted 1 certificate\n", run.err());
    assertTrue(run.out().contains("commit and push it"), run.out());
    assertTrue(
        Files.readString(intent).contains("- {serial: 7, reason: \"laptop lost\"}"),
        Files.readString(intent));
    assertTrue(
        hub.requests.getFirst().contains("\"certificate\":\"7\",\"reason\":\"laptop lost\""),
        hub.requests.toString());
  }

  @Test
  void shouldAskNothingOfTheHubBeforeItKnowsThatItCanWrite() throws Exception {
    Path missing = folder.resolve("missing.yaml");
    CommandRun run = login("login", "revoke", "7", "--reason", "x", "--intent", missing.toString());
    assertEquals(2, run.code());
    assertTrue(run.err().contains("there is no network intent"), run.err());

    Path faulty = Files.writeString(folder.resolve("network.yaml"), "version: 2\n");
    run = login("login", "revoke", "7", "--reason", "x", "--intent", faulty.toString());
    assertEquals(2, run.code());
    assertTrue(run.err().contains("nothing was revoked"), run.err());
    assertTrue(hub.requests.isEmpty(), hub.requests.toString());
  }

  @Test
  void shouldNotCutAnIntentThatIsTooLargeToBeRead() throws Exception {
    Path large = folder.resolve("network.yaml");
    Files.writeString(large, "version: 1\nnodes:\n" + "# a long story\n".repeat(600_000));
    long size = Files.size(large);

    CommandRun run = login("login", "revoke", "7", "--reason", "x", "--intent", large.toString());

    assertEquals(2, run.code());
    assertTrue(run.err().contains("and nothing was revoked"), run.err());
    assertEquals(size, Files.size(large));
    assertTrue(hub.requests.isEmpty());
  }

  @Test
  void shouldRefuseAStrangeKeyId() throws Exception {
    Path intent =
        Files.writeString(folder.resolve("network.yaml"), Authorities.text(Authorities.CA, ""));

    CommandRun run =
        login("login", "revoke", "ann'; x", "--reason", "x", "--intent", intent.toString());

    assertEquals(2, run.code());
    assertTrue(run.err().contains("like person:ann"), run.err());
  }

  /** Key ids of agents have their session, and sshd compares them whole. */
  @Test
  void shouldRefuseAnAgentWithoutASession() throws Exception {
    String before = Authorities.text(Authorities.CA, "");
    Path intent = Files.writeString(folder.resolve("network.yaml"), before);

    CommandRun run = revoke(intent, "agent:claude");

    assertEquals(2, run.code());
    assertTrue(run.err().contains("agent:claude revokes none"), run.err());
    assertTrue(run.err().contains("mesh login list"), run.err());
    assertEquals(before, Files.readString(intent));
    assertTrue(hub.requests.isEmpty(), hub.requests.toString());
  }

  @Test
  void shouldPromiseNothingOfWhoeverHasTheToken() throws Exception {
    Path intent =
        Files.writeString(folder.resolve("network.yaml"), Authorities.text(Authorities.CA, ""));
    hub.answers("POST /certificates/revoke", "{\"certificates\":[]}");

    assertEquals(
        "no certificate of that key id is good now; none will be issued when this is in force\n",
        revoke(intent, "agent:claude:20261123-claude-4f2a9c01").err());
    assertEquals(
        "no certificate of that key id is good now; whoever has the hub's token gets one by another"
            + " name\n",
        revoke(intent, "operator:root").err());
  }

  private CommandRun revoke(Path intent, String certificate) {
    return login(
        "login", "revoke", certificate, "--reason", "stray", "--intent", intent.toString());
  }
}
