package io.meshinfra.lab;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.cli.CommandRun;
import io.meshinfra.converge.Outcome;
import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.Loading;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.sshd.SshdScripts;
import io.meshinfra.reconcile.revision.RevisionReader;
import io.meshinfra.resource.ResourceTypes;
import io.meshinfra.source.DirectoryTree;
import io.meshinfra.support.Lab;
import io.meshinfra.support.LabEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
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
 * Names, keys and ways of a fleet on real nodes, with their real ssh and sshd. A second address of
 * each node stands for its address in the mesh; the node {@code stranger} is the machine of a
 * person who is in no fleet.
 */
@Timeout(300)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NamesIT {
  private static final Map<String, String> MESH =
      Map.of("hub", "10.140.63.1", "laptop", "10.140.63.2", "wsl", "10.140.63.3");
  private static final List<String> NODES = List.of("hub", "laptop", "wsl");
  private static final String DROP_IN = "/etc/ssh/sshd_config.d/10-mesh.conf";

  private static Lab lab;

  @TempDir static Path folder;

  @BeforeAll
  static void start() throws Exception {
    Assumptions.assumeTrue(Lab.possible(), "the lab needs root and its packages");
    lab = Lab.up(63, "hub:apt,laptop:apt,wsl:nosystemd,stranger:apt");
    String key = Files.readString(lab.key());
    for (String node : List.of("hub", "laptop", "wsl", "stranger")) {
      put(node, "/root/.ssh/id_ed25519", key);
      lab.sh(node, "chmod 600 /root/.ssh/id_ed25519");
    }
    for (String node : NODES) {
      lab.sh(node, "ip addr add %s/16 dev eth0".formatted(MESH.get(node)));
      lab.sh(
          node,
          """
          echo 'UseDNS no' >/etc/ssh/sshd_config.d/mesh-lab.conf
          for who in alice bob; do
            useradd -m -s /bin/sh $who && echo $who:secret | chpasswd
            install -d -o $who -m 700 /home/$who/.ssh
            install -o $who -m 600 /root/.ssh/authorized_keys /home/$who/.ssh/authorized_keys
          done
          service ssh restart
          """);
    }
    write();
  }

  @AfterAll
  static void stop() {
    if (lab != null) {
      lab.close();
    }
  }

  private static void put(String node, String path, String text) {
    String encoded = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    lab.sh(node, "echo %s | base64 -d >%s".formatted(encoded, path));
  }

  private static void write() throws IOException {
    StringBuilder nodes = new StringBuilder();
    for (String node : NODES) {
      nodes.append(
          """
          ---
          apiVersion: mesh-infra/v1
          kind: Node
          metadata: {name: %s}
          spec:
            user: mesh-ops
            access:
              - wireguard: %s
              - lan: %s
              - ssh: {host: %s, port: 2222, name: emergency}
            hostKeys: ["%s"]
          """
              .formatted(
                  node,
                  MESH.get(node),
                  lab.address(node),
                  lab.address(node),
                  lab.target(node).hostKeys().getFirst()));
    }
    Files.createDirectories(folder.resolve(".git"));
    Files.createDirectories(folder.resolve("desired-state"));
    Files.writeString(folder.resolve("desired-state/nodes.yaml"), nodes.substring(4));
    Files.createDirectories(folder.resolve("infra/policy/intent"));
    Files.writeString(
        folder.resolve("infra/policy/intent/network.yaml"),
        """
        version: 1
        domain: hq
        mesh: {network: 10.140.63.0/24, interfaces: [eth0]}
        back_ends: [sshd, hosts, ssh]
        sshd: {users: [mesh-ops, alice]}
        nodes:
          hub: {internal_ip: 10.140.63.1, roles: [hub]}
          laptop: {internal_ip: 10.140.63.2}
          wsl: {internal_ip: 10.140.63.3}
        security_invariants: [ssh_key_only_auth]
        """);
  }

  private static Fleet fleet() throws Exception {
    Loading loading =
        new RevisionReader(ResourceTypes.installed(), "desired-state", "infra/policy")
            .load(DirectoryTree.of(folder));
    return assertInstanceOf(Loading.Loaded.class, loading, loading.toString()).fleet();
  }

  private static Outcome converge(String node) throws Exception {
    try (LabEngine engine = new LabEngine(lab, folder)) {
      return engine.reconcile(fleet().node(new NodeName(node)).orElseThrow()).outcome();
    }
  }

  private static void assertConverged(String node) throws Exception {
    Outcome outcome = converge(node);
    assertTrue(
        outcome instanceof Outcome.Converged || outcome instanceof Outcome.InSync,
        () -> node + ": " + outcome);
  }

  /** What a login from one node to another says. */
  private static String ssh(String from, String options, String to) {
    return lab.sh(
        from,
        "ssh -o BatchMode=yes %s %s 'uname -n; echo $SSH_CONNECTION' 2>&1".formatted(options, to));
  }

  private static void assertIn(String node, String connection, String said) {
    assertTrue(said.startsWith(node + "\n") && said.contains(" " + connection), said);
  }

  /** Logs in by password; no other way is offered. */
  private static String byPassword(String node) {
    return lab.sh(
        "stranger",
        ("printf '#!/bin/sh\\necho secret\\n' >/tmp/ask && chmod +x /tmp/ask;"
                + " SSH_ASKPASS=/tmp/ask SSH_ASKPASS_REQUIRE=force ssh -F /dev/null -o PubkeyAuthentication=no"
                + " -o StrictHostKeyChecking=no -o NumberOfPasswordPrompts=1 alice@%s uname -n 2>&1")
            .formatted(lab.address(node)));
  }

  /** What the docs cite; see target/names.txt. */
  private static void note(String what, String said) {
    try {
      Files.writeString(
          Path.of("target/names.txt"),
          "== %s%n%s%n".formatted(what, said.strip()),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  @Order(1)
  void shouldLetEverybodyFindEverybody() throws Exception {
    assertTrue(byPassword("laptop").endsWith("laptop\n"), "a password is enough before");
    assertTrue(knock("laptop").contains("refused"), "nothing listens on the emergency port before");

    for (String node : NODES) {
      assertConverged(node);
    }

    for (String from : NODES) {
      for (String to : NODES) {
        if (!from.equals(to)) {
          assertIn(to, MESH.get(to) + " 22", ssh(from, "", "mesh-ops@" + to + ".hq"));
          assertIn(to, MESH.get(to) + " 22", ssh(from, "", "alice@" + to));
          assertEquals(
              MESH.get(to), lab.sh(from, "getent hosts %s.hq".formatted(to)).split(" +")[0]);
        }
      }
      assertEquals(Outcome.InSync.class, converge(from).getClass(), from);
    }
  }

  @Test
  @Order(2)
  void shouldLetInKeysOfThoseWhoAreNamedAndNothingElse() {
    for (String node : NODES) {
      String said = byPassword(node);
      note("by password to " + node, said);
      assertTrue(said.contains("Permission denied (publickey)"), said);
      assertTrue(
          ssh("hub".equals(node) ? "wsl" : "hub", "", "bob@" + node + ".hq")
              .contains("Permission denied"),
          "bob has a key and is not among the users");
    }
  }

  private static String knock(String node) {
    return lab.sh(
        "stranger", "bash -c '</dev/tcp/%s/2222' 2>&1; true".formatted(lab.address(node)));
  }

  @Test
  @Order(3)
  void shouldGoByTheFirstWayThatAnswers() {
    String timed = "bash -c 'time ssh -o BatchMode=yes mesh-ops@laptop.hq true' 2>&1";
    note("first way there", lab.sh("hub", timed));

    lab.sh("laptop", "ip addr del 10.140.63.2/16 dev eth0");
    assertIn("laptop", lab.address("laptop") + " 22", ssh("hub", "", "mesh-ops@laptop.hq"));
    note("first way cut", lab.sh("hub", timed));

    lab.sh("wsl", "ip addr add 10.140.63.2/16 dev eth0");
    assertIn("laptop", lab.address("laptop") + " 22", ssh("hub", "", "mesh-ops@laptop.hq"));
    note("somebody else there", lab.sh("hub", timed));
    lab.sh("wsl", "ip addr del 10.140.63.2/16 dev eth0");

    lab.sh(
        "laptop",
        "nft 'add table inet t; add chain inet t i { type filter hook input priority 0; };"
            + " add rule inet t i tcp dport 22 drop'");
    assertIn("laptop", lab.address("laptop") + " 2222", ssh("hub", "", "mesh-ops@laptop.hq"));
    note("both cut", lab.sh("hub", timed));
    lab.sh("laptop", "nft delete table inet t; ip addr add 10.140.63.2/16 dev eth0");
  }

  @Test
  @Order(4)
  void shouldBeTheSameForAPersonFromOutside() {
    String manifests = folder.resolve("desired-state").toString();
    put("stranger", "/root/.ssh/mesh_config", net("--person", "-f", manifests));
    put("stranger", "/root/.ssh/mesh_known_hosts", net("--known-hosts", "-f", manifests));
    put("stranger", "/root/.ssh/config", "Include mesh_config\nHost *\n  User alice\n");

    for (String node : NODES) {
      assertIn(node, MESH.get(node) + " 22", ssh("stranger", "", node + ".hq"));
    }
    lab.sh("laptop", "ip addr del 10.140.63.2/16 dev eth0");
    assertIn("laptop", lab.address("laptop") + " 22", ssh("stranger", "", "laptop.hq"));
    lab.sh("laptop", "ip addr add 10.140.63.2/16 dev eth0");
  }

  private static String net(String... arguments) {
    String[] all = new String[arguments.length + 2];
    all[0] = "net";
    all[1] = "ssh-config";
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    CommandRun run = CommandRun.here().run(all);
    assertEquals(0, run.code(), run.err());
    return run.out();
  }

  @Test
  @Order(5)
  void shouldListenOnTheEmergencyPortAlsoAfterABoot() {
    assertEquals("", knock("laptop"));
    lab.lab("reboot", "laptop");
    await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertEquals("", knock("laptop")));
    lab.sh("laptop", "ip addr add 10.140.63.2/16 dev eth0");

    String said =
        ssh("hub", "-F /dev/null -o StrictHostKeyChecking=yes -p 2222", "mesh-ops@laptop.hq");

    assertIn("laptop", MESH.get("laptop") + " 2222", said);
  }

  @Test
  @Order(6)
  void shouldRefuseAnotherHostKey() {
    lab.sh(
        "laptop",
        """
        cp -a /etc/ssh/ssh_host_ed25519_key /root/kept; cp -a /etc/ssh/ssh_host_ed25519_key.pub /root/kept.pub
        rm /etc/ssh/ssh_host_*; ssh-keygen -qA; systemctl restart ssh
        """);
    for (String from : List.of("hub", "stranger")) {
      String said = ssh(from, "-l alice", "laptop.hq");
      note("another host key, from " + from, said);
      assertTrue(said.contains("Host key verification failed"), said);
    }
    lab.sh(
        "laptop",
        """
        rm /etc/ssh/ssh_host_*; mv /root/kept /etc/ssh/ssh_host_ed25519_key
        mv /root/kept.pub /etc/ssh/ssh_host_ed25519_key.pub; systemctl restart ssh
        """);
    assertIn("laptop", MESH.get("laptop") + " 22", ssh("hub", "", "alice@laptop.hq"));
  }

  /** What somebody has on a machine, and what is said of it. */
  private record InTheWay(String command, String said) {}

  private static final List<InTheWay> IN_THE_WAY =
      List.of(
          new InTheWay(
              "sed -i 's/^Include/#Include/' /etc/ssh/sshd_config",
              "/etc/ssh/sshd_config does not include it; put in as its first line: Include"),
          new InTheWay(
              "echo 'PasswordAuthentication yes' >/etc/ssh/sshd_config.d/00-theirs.conf",
              "'passwordauthentication' would be 'yes'; a line before it or in a Match says so"),
          new InTheWay(
              "echo 'Nonsense yes' >/etc/ssh/sshd_config.d/00-theirs.conf",
              "sshd does not take its configuration with it"),
          new InTheWay(
              "echo 'ListenAddress 0.0.0.0:22' >/etc/ssh/sshd_config.d/00-theirs.conf",
              "sshd would not listen on port 2222; a ListenAddress"),
          new InTheWay(
              "printf 'Match Address 10.9.0.0/16\\n AuthenticationMethods password\\n' >>/etc/ssh/sshd_config",
              "a Match lets somebody in by other methods; take it out:"),
          new InTheWay(
              "echo 'AllowUsers bob' >/etc/ssh/sshd_config.d/90-theirs.conf",
              "it would let in 'bob' too, since AllowUsers add up"),
          new InTheWay(
              "systemctl stop ssh; systemctl start ssh.socket",
              "ssh.socket listens in place of sshd, and not on port 2222; let sshd do it:"));

  @Test
  @Order(7)
  void shouldSayWhatIsInItsWayAndLeaveAllAsItIs() throws Exception {
    for (InTheWay one : IN_THE_WAY) {
      lab.sh("laptop", "cp -a /etc/ssh /root/ssh; rm %s; %s".formatted(DROP_IN, one.command()));

      Outcome outcome = converge("laptop");

      String error = assertInstanceOf(Outcome.Failed.class, outcome, one + ": " + outcome).error();
      note(one.command(), error);
      assertTrue(error.contains(one.said()), error);
      assertEquals("", lab.sh("laptop", "ls %s 2>/dev/null".formatted(DROP_IN)), one.command());
      lab.sh(
          "laptop",
          "systemctl stop ssh.socket; rm -rf /etc/ssh; mv /root/ssh /etc/ssh;"
              + " systemctl reset-failed; systemctl restart ssh");
    }
    assertConverged("laptop");
  }

  /** As Ubuntu does: a generator of systemd takes the ports of the socket from sshd's own words. */
  private static final String GENERATOR =
      """
      #!/bin/sh
      mkdir -p "$1/ssh.socket.d" /run/sshd
      { echo '[Socket]'; echo ListenStream=
        /usr/sbin/sshd -T -C user=root,host=x,addr=127.0.0.1,laddr=127.0.0.1,lport=22 |
          sed -n 's/^port /ListenStream=/p'; } >"$1/ssh.socket.d/addresses.conf"
      """;

  private static String socket(String script) {
    put("laptop", "/root/socket.sh", script);
    return lab.sh("laptop", "PORTS='22 2222' sh /root/socket.sh 2>&1; echo $?");
  }

  /** Debian has no such generator: this is its socket unit, and the scripts that nodes have. */
  @Test
  @Order(8)
  void shouldHaveSystemdListenWhereItListensForSshd() {
    lab.sh("laptop", "rm %s".formatted(DROP_IN));
    assertEquals("0\n", socket(SshdScripts.CHECK_SOCKET), "nothing listens in place of sshd");
    String generator = "/etc/systemd/system-generators/sshd-socket-generator";
    lab.sh("laptop", "mkdir -p /etc/systemd/system-generators /run/sshd");
    put("laptop", generator, GENERATOR);
    lab.sh(
        "laptop",
        "chmod +x %s; systemctl stop ssh; systemctl daemon-reload; systemctl start ssh.socket"
            .formatted(generator));
    assertEquals(
        "ssh.socket does not listen on port 2222 yet\n1\n", socket(SshdScripts.CHECK_SOCKET));
    lab.sh("laptop", "printf 'Port 22\\nPort 2222\\n' >%s".formatted(DROP_IN));

    assertEquals("0\n", socket(SshdScripts.LISTEN_ANEW));

    assertEquals("0\n", socket(SshdScripts.CHECK_SOCKET));
    assertEquals("", knock("laptop"));
    lab.sh(
        "laptop",
        "rm %s %s; systemctl daemon-reload; systemctl stop ssh.socket; systemctl restart ssh"
            .formatted(generator, DROP_IN));
  }
}
