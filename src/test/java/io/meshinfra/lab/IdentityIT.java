package io.meshinfra.lab;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.cli.CommandRun;
import io.meshinfra.identity.CertificateOrder;
import io.meshinfra.identity.UserKey;
import io.meshinfra.model.SshPublicKey;
import io.meshinfra.support.FleetRepository;
import io.meshinfra.support.HubDoor;
import io.meshinfra.support.HubProcess;
import io.meshinfra.support.Lab;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A hub that is an authority, and real sshd on two nodes that believe it: one with systemd, one
 * without. What sshd refuses it says in its log why.
 */
@Timeout(300)
class IdentityIT {
  private static final int LAB_ID = 64;
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final String INTENT = IdentityFleet.INTENT;
  private static final String ANY = "0.0.0.0/0";

  private static Lab lab;
  private static FleetRepository repository;
  private static HubProcess hub;
  private static HubDoor door;
  private static UserKey authority;
  private static UserKey stranger;

  @TempDir static Path folder;
  @TempDir Path home;
  private int tokens;

  @BeforeAll
  static void up() throws Exception {
    Assumptions.assumeTrue(Lab.possible(), "the lab needs root");
    Assumptions.assumeTrue(HubProcess.possible(), "needs the packaged application");
    lab = Lab.up(LAB_ID, "a:apt,b:nosystemd");
    // Only so does sshd say that it does not know an authority.
    lab.sh(
        "a", "echo LogLevel DEBUG2 > /etc/ssh/sshd_config.d/00-loud.conf && systemctl reload ssh");
    authority = UserKey.generate();
    stranger = UserKey.generate();
    Path key = IdentityFleet.kept(folder.resolve("ssh-ca"), authority);
    repository = new FleetRepository(folder);
    hub =
        new HubProcess(
            folder,
            Map.of(
                "MESH_SOURCE_REMOTE",
                repository.bare().toString(),
                "MESH_SOURCE_INTERVAL",
                "1s",
                "MESH_CA_KEY",
                "file:" + key,
                "MESH_SSH_IDENTITIES",
                lab.key().toString(),
                "MESH_LOOP_RETRY_FIRST",
                "1s"));
    String revision = publish();
    hub.start();
    door = hub.door();
    door.awaitSynced(revision, "a", "b");
  }

  @AfterAll
  static void down() {
    if (hub != null) {
      hub.close();
    }
    if (lab != null) {
      lab.close();
    }
  }

  private static String publish() {
    return repository
        .write("nodes.yaml", lab.manifests())
        .write(
            "all.yaml",
            ExamFleet.profile(
                "    - user: {name: dev, shell: /bin/bash}\n    - user: {name: boss}\n"))
        .write(IdentityFleet.RULES, IdentityFleet.RULES_TEXT)
        .write(
            INTENT,
            """
            version: 1
            mesh: {network: 10.0.0.0/8}
            back_ends: [certificates]
            nodes:
              console: {internal_ip: 10.141.255.254, roles: [hub], managed: false}
              a: {internal_ip: %s, roles: [server]}
              b: {internal_ip: %s, roles: [server]}
            ssh_ca:
              public_key: %s
              principals:
                developer: {logins: [dev], for: ["person:ann"]}
                boss: {logins: [boss], for: [operator]}
              revoked: []
            """
                .formatted(lab.address("a"), lab.address("b"), authority.publicKey().line()))
        .push("publish");
  }

  // --- people

  private CommandRun mesh(Path token, String... arguments) {
    return CommandRun.here()
        .with("MESH_HUB", "http://127.0.0.1:" + door.port())
        .with("MESH_TOKEN_FILE", token.toString())
        .with("HOME", home.toString())
        .inRealTime()
        .run(arguments);
  }

  private Path token() {
    Path file = home.resolve("ann%d.token".formatted(++tokens));
    CommandRun run =
        mesh(
            folder.resolve("token"),
            "token",
            "issue",
            "--person",
            "ann",
            "--expires",
            "1h",
            "--out",
            file.toString());
    assertEquals(0, run.code(), run.err());
    return file;
  }

  /** The private key, with a certificate of Ann's beside it. */
  private Path login() {
    CommandRun run = mesh(token(), "login");
    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().contains("for person:ann"), run.out());
    return home.resolve(".ssh/mesh_ed25519");
  }

  private static String ssh(Path key, String login, String node) {
    try {
      Process process =
          new ProcessBuilder(
                  "ssh",
                  "-F",
                  "none",
                  "-i",
                  key.toString(),
                  "-o",
                  "IdentitiesOnly=yes",
                  "-o",
                  "BatchMode=yes",
                  "-o",
                  "ConnectTimeout=10",
                  "-o",
                  "StrictHostKeyChecking=no",
                  "-o",
                  "UserKnownHostsFile=/dev/null",
                  "-o",
                  "LogLevel=ERROR",
                  login + "@" + lab.address(node),
                  "id -un")
              .redirectErrorStream(true)
              .start();
      process.getOutputStream().close();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  // --- certificates that the hub would never issue

  private Path forged(UserKey by, long serial, String principal, Instant from, String source)
      throws Exception {
    UserKey own = UserKey.generate();
    Path key = home.resolve("forged" + serial);
    IdentityFleet.kept(key, own);
    String line =
        IdentityFleet.signer(by)
            .sign(
                new CertificateOrder(
                    serial,
                    "person:ann",
                    SshPublicKey.parse(own.publicKey().line()),
                    new TreeSet<>(Set.of(principal)),
                    new CertificateOrder.Validity(from, from.plus(24, ChronoUnit.HOURS)),
                    new TreeSet<>(Set.of("permit-pty")),
                    List.of(source)));
    Files.writeString(home.resolve("forged" + serial + "-cert.pub"), line + "\n");
    return key;
  }

  private static Instant justNow() {
    return Instant.now().minusSeconds(60).truncatedTo(ChronoUnit.SECONDS);
  }

  /** It is refused, and sshd says why. */
  private static void assertRefused(String reason, Path key, String login) {
    String last = lab.sh("a", "journalctl -q -u ssh -n 1 -o cat --show-cursor | tail -1").strip();
    String cursor = last.substring(last.indexOf("s="));
    String said = ssh(key, login, "a");
    assertTrue(said.contains("Permission denied (publickey"), said);
    await()
        .atMost(LONGEST)
        .untilAsserted(() -> {
          String log =
              lab.sh("a", "journalctl -q -u ssh -o cat --after-cursor '%s'".formatted(cursor));
          assertTrue(log.contains(reason), () -> reason + " is not in:\n" + log);
        });
  }

  @Test
  void shouldLetSomebodyInWithAFreshCertificate() throws Exception {
    Path key = login();

    assertEquals("dev", ssh(key, "dev", "a"));
    assertEquals("dev", ssh(key, "dev", "b"));
    String log = lab.sh("a", "journalctl -q -u ssh -o cat | grep 'Accepted publickey for dev'");
    assertTrue(log.contains("ID person:ann (serial "), log);

    Path bare = home.resolve("bare");
    Files.copy(key, bare, StandardCopyOption.COPY_ATTRIBUTES);
    assertRefused("Failed publickey for dev", bare, "dev");
  }

  @Test
  void shouldRefuseACertificateThatIsOlderThanADay() throws Exception {
    Path key = forged(authority, 1001, "developer", justNow().minus(25, ChronoUnit.HOURS), ANY);

    assertRefused("Certificate invalid: expired", key, "dev");
  }

  @Test
  void shouldRefuseACertificateForAnotherPrincipal() throws Exception {
    Path key = forged(authority, 1002, "boss", justNow(), ANY);

    assertRefused("Certificate does not contain an authorized principal", key, "dev");
    assertEquals("boss", ssh(key, "boss", "a"), "it is good for what it is for");
  }

  @Test
  void shouldRefuseACertificateOfAnotherAuthority() throws Exception {
    Path key = forged(stranger, 1003, "developer", justNow(), ANY);

    assertRefused(
        "CA ED25519 %s is not listed in /etc/ssh/mesh-ca/user-ca.pub"
            .formatted(stranger.publicKey().fingerprint()),
        key,
        "dev");
  }

  @Test
  void shouldRefuseACertificateFromElsewhere() throws Exception {
    Path key = forged(authority, 1004, "developer", justNow(), "192.0.2.0/24");

    assertRefused("not from a permitted source address", key, "dev");
  }

  /** The account of the hub itself is opened by no certificate. */
  @Test
  void shouldOpenNoOtherLogin() throws Exception {
    Path key = forged(authority, 1005, "mesh-ops", justNow(), ANY);

    assertRefused("Failed publickey for mesh-ops", key, "mesh-ops");
    assertTrue(ssh(key, "root", "a").contains("Permission denied"));
  }

  @Test
  void shouldRefuseWhatWasRevokedAndNothingElse() throws Exception {
    Path key = login();
    assertEquals("dev", ssh(key, "dev", "a"));
    long serial = door.get("/certificates").path("certificates").path(0).path("serial").asLong();

    CommandRun run =
        mesh(
            folder.resolve("token"),
            "login",
            "revoke",
            Long.toString(serial),
            "--reason",
            "the exam",
            "--intent",
            folder.resolve("fleet").resolve(INTENT).toString());
    assertEquals(0, run.code(), run.err());
    String revision = repository.push("revoke");
    door.post("/source/refresh", "");
    door.awaitSynced(revision, "a", "b");

    assertRefused("revoked by file /etc/ssh/mesh-ca/revoked.krl", key, "dev");
    assertTrue(ssh(key, "dev", "b").contains("Permission denied"));
    Path again = login();
    assertEquals("dev", ssh(again, "dev", "a"), "the next one is another one");
    assertTrue(door.told("certificate-revoked", "serial " + serial) > 0);
  }

  /** Fails closed for people, and not for the hub, which mends it. */
  @Test
  void shouldMendAListThatWasDamagedByHand() throws Exception {
    Path key = login();
    lab.sh("a", "echo rubbish > /etc/ssh/mesh-ca/revoked.krl");
    lab.sh("b", "rm /etc/ssh/mesh-ca/revoked.krl");

    assertTrue(ssh(key, "dev", "b").contains("Permission denied"), "no list, no way in");

    for (String node : List.of("a", "b")) {
      assertEquals("converged", door.reconcile(node, true).path("outcome").asText());
    }
    await().atMost(LONGEST).untilAsserted(() -> assertEquals("dev", ssh(key, "dev", "a")));
    assertEquals("dev", ssh(key, "dev", "b"));
  }

  /** The plain key of the hub opens mesh-ops, whatever sshd believes of certificates. */
  @Test
  void shouldGoOnLettingTheHubIn() {
    String effective =
        lab.sh(
            "a", "sshd -T -C user=mesh-ops,host=x,addr=127.0.0.1 | grep -iE '^(revoked|trusted)'");

    assertEquals("revokedkeys none\ntrustedusercakeys none", sorted(effective));
    assertEquals("in sync", door.reconcile("a", true).path("outcome").asText().replace('-', ' '));
  }

  private static String sorted(String lines) {
    return String.join("\n", lines.strip().lines().sorted().toList());
  }
}
