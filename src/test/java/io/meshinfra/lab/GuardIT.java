package io.meshinfra.lab;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.converge.Outcome;
import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.model.NodeName;
import io.meshinfra.reconcile.pass.Memory;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.source.DirectoryTree;
import io.meshinfra.support.Lab;
import io.meshinfra.support.LabEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Ways to lock oneself out, on nodes with and without systemd: access is back without a person, and
 * everything is as it was before, byte for byte.
 */
@Timeout(180)
class GuardIT {
  private static final Duration TIME = Duration.ofSeconds(12);

  /** From the deadline on: what services take to restart, and the hub to see it. */
  private static final Duration SLACK = Duration.ofSeconds(30);

  /** One of each kind of door, which every run of the tests has time for. */
  private static final Set<Lockout> SHORT =
      EnumSet.of(
          Lockout.FIREWALL_DROPS,
          Lockout.SSHD_CONFIG_BROKEN,
          Lockout.SSHD_STOPPED_AND_DISABLED,
          Lockout.KEY_REMOVED,
          Lockout.SUDO_ASKS_FOR_A_PASSWORD);

  private static Lab lab;

  @TempDir static Path folder;

  /** What somebody does by mistake; SSH stands for what restarts the SSH server. */
  enum Lockout {
    FIREWALL_DROPS(
        "nft 'add table inet lock; add chain inet lock in { type filter hook input priority 0; policy"
            + " drop; }'"),
    FIREWALL_CLOSES_THE_PORTS(
        "nft 'add table inet lock; add chain inet lock in { type filter hook input priority 0; }; add"
            + " rule inet lock in tcp dport { 22, 2222 } reject'"),
    SSHD_CONFIG_BROKEN("echo Nonsense yes >/etc/ssh/sshd_config.d/lock.conf; SSH || :"),
    SSHD_LETS_OTHERS_IN("echo AllowUsers nobody >/etc/ssh/sshd_config.d/lock.conf; SSH"),
    SSHD_ON_ANOTHER_PORT(
        "echo Port 2299 >/etc/ssh/sshd_config.d/lock.conf;"
            + " rm /etc/ssh/sshd_config.d/mesh-lab.conf; SSH"),
    SSHD_WITHOUT_KEYS_OF_USERS(
        "echo PubkeyAuthentication no >/etc/ssh/sshd_config.d/lock.conf; SSH"),
    HOST_KEYS_MADE_ANEW("rm /etc/ssh/ssh_host_*; ssh-keygen -qA; SSH"),
    SSHD_STOPPED_AND_DISABLED("OFF"),
    KEY_REMOVED(": >/home/mesh-ops/.ssh/authorized_keys"),
    KEY_FOLDER_GONE("rm -rf /home/mesh-ops/.ssh"),
    HOME_UNREADABLE("chown root:root /home/mesh-ops; chmod 700 /home/mesh-ops"),
    HOME_OPEN_TO_ALL("chmod 777 /home/mesh-ops"),
    USER_LOCKED("usermod -L -e 1 mesh-ops"),
    USER_REMOVED("userdel -f mesh-ops"),
    SHELL_BROKEN("usermod -s /bin/false mesh-ops"),
    SUDOERS_REMOVED("rm /etc/sudoers.d/mesh-ops"),
    SUDO_ASKS_FOR_A_PASSWORD("echo 'mesh-ops ALL=(ALL) PASSWD:ALL' >/etc/sudoers.d/zz-stricter"),
    SUDOERS_UNREADABLE("chmod 666 /etc/sudoers"),
    PAM_DENIES("sed -i '1i account required pam_deny.so' /etc/pam.d/sshd"),
    NOLOGIN("echo maintenance >/etc/nologin"),
    ROUTE_REMOVED("ip route flush dev eth0"),
    ROUTE_INTO_NOWHERE("ip route add blackhole $(ip route | awk '/^default/ { print $3 }')/32"),
    ADDRESS_CHANGED("ip addr flush dev eth0; ip addr add 192.0.2.9/24 dev eth0"),
    LINK_DOWN("ip link set eth0 down");

    private final String command;

    Lockout(String command) {
      this.command = command;
    }
  }

  @BeforeAll
  static void up() throws IOException {
    Assumptions.assumeTrue(Lab.possible(), "the lab needs root");
    lab = Lab.up(43, "sd:apt,sv:nosystemd");
    Files.writeString(folder.resolve("nodes.yaml"), lab.manifests());
  }

  @AfterAll
  static void down() {
    if (lab != null) {
      lab.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldBeBackWithoutAPerson(Lockout lockout) {
    Assumptions.assumeTrue(
        Boolean.getBoolean("chaos") || SHORT.contains(lockout), "make test-chaos has them all");
    List<CompletableFuture<Void>> both =
        Stream.of("sd", "sv")
            .map(node -> CompletableFuture.runAsync(() -> lockedOut(node, lockout)))
            .toList();
    both.forEach(CompletableFuture::join);
  }

  private static void lockedOut(String node, Lockout lockout) {
    String before = doors(node);
    Pass pass = reconcile(node, shell(node, lockout.command), TIME);

    Outcome.RolledBack undone =
        assertInstanceOf(Outcome.RolledBack.class, pass.outcome(), () -> describe(node, pass));
    assertTrue(undone.reason().contains("the node put back: "), undone.reason());
    assertTrue(
        pass.took().compareTo(TIME.plus(SLACK)) < 0,
        () -> lockout + " on " + node + " took " + pass.took());
    assertOpen(node);
    assertEquals(before, doors(node), () -> lockout + " on " + node);
    assertEquals("", leftOf(node), () -> "hooks on " + node);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sd", "sv"})
  void shouldKeepWhatLeavesTheDoorsOpen(String node) {
    Pass pass =
        reconcile(
            node,
            """
                - file: {path: /etc/ssh/sshd_config.d/fine.conf, content: "MaxAuthTries 5\\n"}
                - service: {name: ssh, running: true, restartOn: ["file:/etc/ssh/sshd_config.d/fine.conf"]}
            """,
            TIME);

    assertInstanceOf(Outcome.Converged.class, pass.outcome(), () -> describe(node, pass));
    assertEquals("MaxAuthTries 5\n", lab.sh(node, "cat /etc/ssh/sshd_config.d/fine.conf"));
    assertEquals("", leftOf(node));
  }

  /** The file and the restart that reads it are undone together. */
  @ParameterizedTest
  @ValueSource(strings = {"sd", "sv"})
  void shouldUndoAFileAndTheRestartThatReadsIt(String node) {
    String before = doors(node);

    Pass pass =
        reconcile(
            node,
            """
                - file: {path: /etc/ssh/sshd_config.d/lock.conf, content: "AllowUsers nobody\\n"}
                - service: {name: ssh, running: true, restartOn: ["file:/etc/ssh/sshd_config.d/lock.conf"]}
            """,
            TIME);

    assertInstanceOf(Outcome.RolledBack.class, pass.outcome(), () -> describe(node, pass));
    assertOpen(node);
    assertEquals(before, doors(node));
  }

  /** The hub is gone before it can come back, and nobody else does. */
  @ParameterizedTest
  @ValueSource(strings = {"sd", "sv"})
  void shouldBeBackWhenTheHubDiesAtTheWorstMoment(String node) {
    String before = doors(node);
    LabEngine engine = new LabEngine(lab, folder, Memory.NONE, TIME);
    CompletableFuture<Pass> pass =
        CompletableFuture.supplyAsync(
            () -> engine.reconcile(node(node, shell(node, "usermod -L -e 1 mesh-ops"))));
    await().atMost(SLACK).until(() -> lab.sh(node, "cat /etc/shadow").contains("mesh-ops:!"));
    engine.close();
    pass.join();

    await()
        .atMost(TIME.plus(SLACK))
        .until(() ->
            !lab.sh(node, "ls -d /var/lib/mesh-infra/runs/*/RolledBack").isBlank()
                && leftOf(node).isEmpty());

    assertOpen(node);
    assertEquals(before, doors(node));
  }

  /** What was not confirmed does not survive a reboot, long before the time is over. */
  @ParameterizedTest
  @ValueSource(strings = {"sd", "sv"})
  void shouldBeBackAfterAReboot(String node) {
    String before = doors(node);
    LabEngine engine = new LabEngine(lab, folder, Memory.NONE, Duration.ofMinutes(10));
    CompletableFuture<Pass> pass =
        CompletableFuture.supplyAsync(() ->
            engine.reconcile(
                node(
                    node,
                    shell(
                        node,
                        "echo AllowUsers nobody >/etc/ssh/sshd_config.d/lock.conf; OFF;"
                            + " rm /etc/sudoers.d/mesh-ops"))));
    await()
        .atMost(SLACK)
        .until(() -> lab.sh(node, "ls /etc/sudoers.d/mesh-ops 2>&1").contains("No"));
    engine.close();
    pass.join();

    lab.lab("reboot", node);

    await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertOpen(node));
    assertEquals(before, doors(node));
    assertEquals("", leftOf(node));
  }

  /** The file of a step that the guard undid; a shell step under {@code guard: true}. */
  private static String shell(String node, String command) {
    boolean systemd = node.equals("sd");
    String line =
        command
            .replace(
                "SSH",
                systemd
                    ? "systemctl restart ssh"
                    : "{ /etc/init.d/ssh stop; /etc/init.d/ssh start; }")
            .replace(
                "OFF",
                systemd
                    ? "systemctl disable --now ssh"
                    : "/etc/init.d/ssh stop; update-rc.d ssh disable");
    return "    - shell: {name: lock, check: 'false', apply: \"%s\"}\n      guard: true\n"
        .formatted(line);
  }

  private static Pass reconcile(String name, String resources, Duration time) {
    try (LabEngine engine = new LabEngine(lab, folder, Memory.NONE, time)) {
      return engine.reconcile(node(name, resources));
    }
  }

  private static synchronized FleetNode node(String name, String resources) {
    try {
      Files.writeString(
          folder.resolve("all.yaml"),
          """
          apiVersion: mesh-infra/v1
          kind: Profile
          metadata: {name: all}
          spec:
            selector: {}
            resources:
          """
              + resources);
      Fleet fleet = LabEngine.fleet(DirectoryTree.of(folder));
      return fleet.node(new NodeName(name)).orElseThrow();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Over a connection that was made for it, both ports. */
  private static void assertOpen(String node) {
    try (LabEngine engine = new LabEngine(lab, folder)) {
      Pass look = engine.preview(node(node, "    - file: {path: /etc/hostname, mode: '0644'}\n"));
      assertTrue(look.found().isPresent(), () -> describe(node, look));
    }
  }

  /** All that decides who gets in, as text. */
  private static String doors(String node) {
    return Arrays.stream(
            lab.sh(
                    node,
                    """
                    cd /
                    find etc/passwd etc/shadow etc/group etc/gshadow etc/sudoers etc/ssh etc/sudoers.d \
                      etc/pam.d etc/nologin home/mesh-ops etc/rc2.d etc/systemd/system \
                      -exec stat -c '%n %F %a %u %g %N' {} + 2>/dev/null
                    find etc/passwd etc/shadow etc/group etc/gshadow etc/sudoers etc/ssh etc/sudoers.d \
                      etc/pam.d home/mesh-ops -type f -exec sha256sum {} +
                    ip -o addr show scope global
                    ip route
                    nft list ruleset
                    if [ -d /run/systemd/system ]; then systemctl is-enabled ssh; systemctl is-active ssh
                    else /etc/init.d/ssh status; fi
                    """)
                .split("\n"))
        .map(line -> line.replaceAll("valid_lft.*", ""))
        .sorted()
        .reduce("", (all, line) -> all + line + "\n");
  }

  /** Hooks for the next boot, and timers that still run. */
  private static String leftOf(String node) {
    return lab.sh(
        node,
        "find /etc/systemd/system /etc/rc2.d /etc/cron.d -name '*mesh-guard*';"
            + " find /var/lib/mesh-infra -name was.tar");
  }

  private static String describe(String node, Pass pass) {
    return node
        + ": "
        + pass.outcome()
        + "\n"
        + pass.planText().orElse("")
        + pass.results()
        + lab.sh(
            node,
            "tail -n 50 /var/lib/mesh-infra/runs/*/events /var/lib/mesh-infra/runs/*/guard/problems 2>&1 | tail -n 100");
  }
}
