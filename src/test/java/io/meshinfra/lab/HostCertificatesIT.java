package io.meshinfra.lab;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.cli.CommandRun;
import io.meshinfra.identity.CertificateOrder;
import io.meshinfra.identity.HostCertificateOrder;
import io.meshinfra.identity.UserKey;
import io.meshinfra.model.SshPublicKey;
import io.meshinfra.network.identity.HostIdentity;
import io.meshinfra.support.FleetRepository;
import io.meshinfra.support.HubDoor;
import io.meshinfra.support.HubProcess;
import io.meshinfra.support.Lab;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A hub that says who its nodes are, real sshd that shows it, and real ssh that believes it and
 * nothing else; at the end nobody believes the hub any more.
 */
@Timeout(300)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HostCertificatesIT {
  private static final Duration LONGEST = Duration.ofSeconds(90);
  private static final Duration LIFE = Duration.ofMinutes(2);

  private static Lab lab;
  private static FleetRepository repository;
  private static HubProcess hub;
  private static HubDoor door;
  private static UserKey hosts;
  private static UserKey people;

  @TempDir static Path folder;

  @BeforeAll
  static void up() throws Exception {
    Assumptions.assumeTrue(Lab.possible(), "the lab needs root");
    Assumptions.assumeTrue(HubProcess.possible(), "needs the packaged application");
    lab = Lab.up(75, "a:apt,b:nosystemd");
    hosts = UserKey.generate();
    people = UserKey.generate();
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
                "file:" + IdentityFleet.kept(folder.resolve("ssh-ca"), people),
                "MESH_HOST_CA_KEY",
                "file:" + IdentityFleet.kept(folder.resolve("ssh-host-ca"), hosts),
                "MESH_HOST_CA_LIFE",
                LIFE.toSeconds() + "s",
                "MESH_SSH_IDENTITIES",
                lab.key().toString(),
                "MESH_LOOP_RETRY_FIRST",
                "1s"));
    String revision = publish("[certificates, host-certificates]", "", true);
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

  /**
   * @param ofB something of the node b
   * @param authorities whether the intent has any
   */
  private static String publish(String backEnds, String ofB, boolean authorities) {
    return repository
        .write("nodes.yaml", lab.manifests())
        .write(
            "fleet.yaml",
            """
            apiVersion: mesh-infra/v1
            kind: Fleet
            metadata: {name: exam}
            spec: {interval: 10s}
            """)
        .write(
            "all.yaml",
            ExamFleet.profile(
                """
                    - user: {name: dev, shell: /bin/bash}
                    - directory: {path: /srv/one}
                    - directory: {path: /srv/two}
                    - directory: {path: /srv/three}
                """))
        .write(IdentityFleet.RULES, IdentityFleet.RULES_TEXT)
        .write(
            IdentityFleet.INTENT,
            """
            version: 1
            domain: lab.test
            mesh: {network: 10.0.0.0/8}
            back_ends: %s
            nodes:
              console: {internal_ip: 10.141.255.254, roles: [hub], managed: false}
              a: {internal_ip: %s, roles: [server]}
              b: {internal_ip: %s, roles: [server]%s}
            """
                    .formatted(backEnds, lab.address("a"), lab.address("b"), ofB)
                + (authorities ? authorities("") : ""))
        .push("publish");
  }

  private static String authorities(String revoked) {
    return """
    ssh_ca:
      public_key: %s
      principals:
        developer: {logins: [dev], for: ["person:ann"]}
    host_ca:
      public_key: %s
      revoked: [%s]
    """
        .formatted(people.publicKey().line(), hosts.publicKey().line(), revoked);
  }

  // --- who connects

  /** What {@code mesh net ssh-config} prints for the revision that was pushed last. */
  private static String printed(String option) {
    CommandRun run =
        CommandRun.here()
            .run("net", "ssh-config", option, "-f", folder.resolve("fleet").toString());
    assertEquals(0, run.code(), run.err());
    return run.out();
  }

  private static String ssh(String knownHosts, String name, String node, String... more) {
    return ssh(lab.key(), "mesh-ops", knownHosts, name, node, more);
  }

  private static String ssh(
      Path key, String login, String knownHosts, String name, String node, String... more) {
    try {
      Path known = Files.createTempFile(folder, "known", "");
      Files.writeString(known, knownHosts);
      List<String> command =
          new ArrayList<>(
              List.of("ssh", "-F", "none", "-i", key.toString(), "-o", "IdentitiesOnly=yes"));
      List.of(
              "BatchMode=yes",
              "ConnectTimeout=10",
              "StrictHostKeyChecking=yes",
              "UserKnownHostsFile=" + known,
              "GlobalKnownHostsFile=/dev/null",
              "HostKeyAlias=" + name)
          .forEach(option -> command.addAll(List.of("-o", option)));
      List.of(more).forEach(option -> command.addAll(List.of("-o", option)));
      command.addAll(List.of(login + "@" + lab.address(node), "id -un"));
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assertStrange(String said) {
    assertTrue(said.contains("Host key verification failed"), said);
  }

  // --- what nodes have

  private static SshPublicKey key(String node) {
    return SshPublicKey.parse(lab.sh(node, "cat /etc/ssh/ssh_host_ed25519_key.pub"));
  }

  private static String told(String node) {
    return lab.sh(node, "ssh-keygen -L -f " + HostIdentity.file(key(node)));
  }

  private static JsonNode issued(String node) {
    for (JsonNode one : door.get("/certificates/hosts").path("certificates")) {
      if (one.path("node").asText().equals(node)) {
        return one;
      }
    }
    throw new AssertionError("no certificate for " + node);
  }

  private static void reload(String node) {
    lab.sh(node, "kill -HUP $(cat /run/sshd.pid)");
  }

  /** A certificate that the hub would never sign, in place of its own. */
  private static void plant(UserKey by, String principal, Instant from) {
    String line =
        IdentityFleet.signer(by)
            .sign(
                new HostCertificateOrder(
                    4711,
                    "a",
                    key("a"),
                    new TreeSet<>(Set.of(principal)),
                    from.truncatedTo(ChronoUnit.SECONDS),
                    from.plusSeconds(3600).truncatedTo(ChronoUnit.SECONDS)));
    lab.sh("a", "echo '%s' > %s".formatted(line, HostIdentity.file(key("a"))));
    reload("a");
  }

  /** A look of the hub would mend what is planted before it is tried. */
  private static void alone(Runnable work) {
    door.post("/nodes/a/suspend", "{\"reason\": \"the exam\", \"by\": \"exam\"}");
    try {
      await()
          .atMost(LONGEST)
          .until(() -> !door.get("/nodes/a").path("health").asText().equals("Progressing"));
      work.run();
    } finally {
      door.post("/nodes/a/resume", "{\"by\": \"exam\"}");
    }
  }

  @Test
  @Order(1)
  void shouldLetSomebodyInWhoKnowsTheAuthorityOnly() {
    String authority = printed("--authority");
    assertEquals(1, authority.lines().count(), authority);
    assertTrue(authority.startsWith("@cert-authority *.lab.test ssh-ed25519 "), authority);

    assertEquals("mesh-ops", ssh(authority, "a.lab.test", "a"));
    assertEquals("mesh-ops", ssh(authority, "b.lab.test", "b"));
    assertTrue(told("a").contains("a.lab.test"), told("a"));
    assertTrue(door.told("host-certificate-issued", "serial") > 0);
    assertEquals(key("a").fingerprint(), issued("a").path("fingerprint").asText());
    assertTrue(
        door.get("/audit").toString().contains("host-certificate-issued"),
        () -> door.get("/audit").toString());
  }

  @Test
  @Order(2)
  void shouldBeStrangeByTheNameOfAnotherAndByAKeyThatGitDoesNotPin() {
    String authority = printed("--authority");

    assertStrange(ssh(authority, "b.lab.test", "a"));
    assertStrange(ssh(authority, "elsewhere.lab.test", "a"));
    assertStrange(ssh(authority, "a.other.test", "a"));
    lab.sh(
        "a",
        "cd /etc/ssh && ssh-keygen -q -t ecdsa -N '' -f exam_key && printf 'HostKey"
            + " /etc/ssh/%s\n' ssh_host_ed25519_key exam_key > sshd_config.d/00-exam.conf");
    reload("a");
    await()
        .atMost(LONGEST)
        .untilAsserted(() ->
            assertStrange(
                ssh(authority, "a.lab.test", "a", "HostKeyAlgorithms=ecdsa-sha2-nistp256")));
    assertEquals("mesh-ops", ssh(authority, "a.lab.test", "a"));
    assertEquals(
        "1", lab.sh("a", "ls /etc/ssh/mesh-host-ca | wc -l").strip(), "only pinned keys have one");
  }

  /** The key that git pins goes before what the authority says. */
  @Test
  @Order(3)
  void shouldGoByThePinnedKeyWhereThereIsOne() {
    String known = printed("--known-hosts");
    assertTrue(known.contains("@cert-authority *.lab.test,!a.lab.test,!b.lab.test "), known);
    assertEquals("mesh-ops", ssh(known, "a.lab.test", "a"));

    String other = known.replace(key("a").base64(), UserKey.generate().publicKey().base64());
    assertNotEquals(known, other);
    assertStrange(ssh(other, "a.lab.test", "a"));
  }

  @Test
  @Order(4)
  void shouldBeStrangeWithACertificateThatIsOverOrOfAnotherAuthority() {
    String authority = printed("--authority");
    alone(() -> {
      plant(hosts, "a.lab.test", Instant.now().minusSeconds(60));
      await().atMost(LONGEST).until(() -> told("a").contains("Serial: 4711"));
      assertEquals("mesh-ops", ssh(authority, "a.lab.test", "a"), "planted well");
      plant(hosts, "a.lab.test", Instant.now().minusSeconds(7200));
      await().atMost(LONGEST).untilAsserted(() -> assertStrange(ssh(authority, "a.lab.test", "a")));
      plant(people, "a.lab.test", Instant.now().minusSeconds(60));
      await().atMost(LONGEST).untilAsserted(() -> assertStrange(ssh(authority, "a.lab.test", "a")));
    });
  }

  @Test
  @Order(5)
  void shouldMendACertificateThatWasChangedByHand() {
    String authority = printed("--authority");

    await()
        .atMost(LONGEST)
        .untilAsserted(() -> assertEquals("mesh-ops", ssh(authority, "a.lab.test", "a")));
    assertFalse(told("a").contains("Serial: 4711"), told("a"));
  }

  /** Its life is 2 minutes here, and a third of that is left when the next one comes. */
  @Test
  @Order(6)
  void shouldRenewACertificateBeforeItIsOver() {
    String authority = printed("--authority");
    for (String node : List.of("a", "b")) {
      long before = issued(node).path("serial").asLong();
      await().atMost(LIFE.plus(LONGEST)).until(() -> issued(node).path("serial").asLong() > before);
      long serial = issued(node).path("serial").asLong();
      await()
          .atMost(LONGEST)
          .until(() -> told(node).contains("Serial: " + issued(node).path("serial").asLong()));
      assertTrue(serial > before);
      await()
          .atMost(LONGEST)
          .untilAsserted(() -> assertEquals("mesh-ops", ssh(authority, node + ".lab.test", node)));
    }
  }

  /** The hub itself goes by the pinned key, whatever sshd shows. */
  @Test
  @Order(7)
  void shouldGoOnLettingTheHubIn() {
    for (String node : List.of("a", "b")) {
      String outcome = door.reconcile(node, true).path("outcome").asText();
      assertTrue(Set.of("in sync", "in-sync", "converged").contains(outcome), outcome);
    }
  }

  private static Path certificate(String name) {
    try {
      UserKey own = UserKey.generate();
      Path file = IdentityFleet.kept(folder.resolve(name), own);
      Instant from = Instant.now().minusSeconds(60).truncatedTo(ChronoUnit.SECONDS);
      String line =
          IdentityFleet.signer(people)
              .sign(
                  new CertificateOrder(
                      99,
                      "person:ann",
                      own.publicKey(),
                      new TreeSet<>(Set.of("developer")),
                      new CertificateOrder.Validity(from, from.plusSeconds(36_000)),
                      new TreeSet<>(Set.of("permit-pty")),
                      List.of()));
      Files.writeString(folder.resolve(name + "-cert.pub"), line + "\n");
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  @Order(8)
  void shouldTakeTheTrustAwayWhereTheBackEndsAreOff() {
    Path ann = certificate("ann");
    String known = printed("--known-hosts");
    assertEquals("dev", ssh(ann, "dev", known, "b.lab.test", "b"));
    // Somebody with a plain key must not be kept out by what is left.
    lab.sh(
        "b",
        "install -d -o dev -g dev -m 700 /home/dev/.ssh;"
            + " cat /home/mesh-ops/.ssh/authorized_keys > /home/dev/.ssh/authorized_keys;"
            + " chown dev:dev /home/dev/.ssh/authorized_keys");

    String revision = publish("[certificates, host-certificates]", ", back_ends: []", true);
    door.post("/source/refresh", "");
    door.awaitSynced(revision, "a", "b");

    assertTrue(ssh(ann, "dev", known, "b.lab.test", "b").contains("Permission denied"));
    assertEquals("dev", ssh(lab.key(), "dev", known, "b.lab.test", "b"), "by a plain key");
    assertEquals(
        "",
        lab.sh(
            "b",
            "ls /etc/ssh/sshd_config.d/20-mesh-ca.conf /etc/ssh/sshd_config.d/15-mesh-host-ca.conf"
                + " /etc/ssh/mesh-ca/user-ca.pub 2>/dev/null"));
    reload("b");
    assertEquals("dev", ssh(lab.key(), "dev", known, "b.lab.test", "b"), "after a reload too");
    assertStrange(ssh(printed("--authority"), "b.lab.test", "b"));
    assertEquals("dev", ssh(ann, "dev", known, "a.lab.test", "a"), "a is as it was");
  }

  @Test
  @Order(9)
  void shouldTakeTheTrustAwayWhenTheAuthoritiesAreGone() {
    Path ann = certificate("ann2");
    String known = printed("--known-hosts");
    assertEquals("dev", ssh(ann, "dev", known, "a.lab.test", "a"));

    String revision = publish("[]", "", false);
    door.post("/source/refresh", "");
    door.awaitSynced(revision, "a", "b");

    await()
        .atMost(LONGEST)
        .untilAsserted(() ->
            assertTrue(ssh(ann, "dev", known, "a.lab.test", "a").contains("Permission denied")));
    assertEquals(
        "",
        lab.sh(
            "a",
            "ls /etc/ssh/sshd_config.d/20-mesh-ca.conf /etc/ssh/sshd_config.d/15-mesh-host-ca.conf"
                + " /etc/ssh/mesh-ca/user-ca.pub 2>/dev/null"));
  }

  /** A disk that was sold has a key that nobody shall believe, whoever signed it. */
  @Test
  @Order(10)
  void shouldBeStrangeWithAKeyThatIsRevoked() {
    String before = "@cert-authority *.lab.test " + hosts.publicKey().line() + "\n";
    String revision = publish("[host-certificates]", "", true);
    door.post("/source/refresh", "");
    door.awaitSynced(revision, "a", "b");
    assertEquals("mesh-ops", ssh(before, "a.lab.test", "a"));

    String sold = "{public_key: %s}".formatted(key("a").line());
    String text =
        """
        version: 1
        domain: lab.test
        mesh: {network: 10.0.0.0/8}
        back_ends: [host-certificates]
        nodes:
          console: {internal_ip: 10.141.255.254, roles: [hub], managed: false}
          a: {internal_ip: %s, roles: [server], back_ends: []}
          b: {internal_ip: %s, roles: [server]}
        """
                .formatted(lab.address("a"), lab.address("b"))
            + authorities(sold);
    repository.write(IdentityFleet.INTENT, text);
    String revoked = printed("--authority");

    assertTrue(revoked.contains("@revoked * " + key("a").line()), revoked);
    assertTrue(ssh(revoked, "a.lab.test", "a").contains("REVOKED"));
    assertEquals("mesh-ops", ssh(revoked, "b.lab.test", "b"));
  }
}
