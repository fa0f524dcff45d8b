package io.meshinfra.lab;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.converge.ansible.AnsibleSettings;
import io.meshinfra.converge.ansible.Progress;
import io.meshinfra.model.Content;
import io.meshinfra.model.ShellScript;
import io.meshinfra.reconcile.Engine;
import io.meshinfra.reconcile.pass.Memory;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.reconcile.pass.PassListener;
import io.meshinfra.reconcile.pass.Work;
import io.meshinfra.resource.Action;
import io.meshinfra.support.Catalogs;
import io.meshinfra.support.Lab;
import io.meshinfra.support.ThingType;
import io.meshinfra.transport.ssh.SshSettings;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run leaves behind on real nodes, with systemd and without it. */
class LeftRunningIT {
  private static Lab lab;
  private static Engine engine;

  @BeforeAll
  static void up() {
    Assumptions.assumeTrue(Lab.possible(), "the lab needs root");
    lab = Lab.up(61, "sys:apt,bare:nosystemd");
    engine =
        new Engine(
            new Engine.Settings(
                SshSettings.of(List.of(lab.key()), Optional.empty()),
                AnsibleSettings.of(Optional.of(lab.key())),
                Duration.ofSeconds(30),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                Duration.ofMinutes(5)),
            revision -> {
              throw new IOException("no playbooks here");
            },
            Memory.NONE,
            Progress.NONE,
            Clock.systemUTC());
  }

  @AfterAll
  static void down() {
    if (engine != null) {
      engine.close();
      lab.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sys", "bare"})
  void shouldLeaveADaemonOfAStepRunning(String node) {
    reconcile(node, Action.run(ShellScript.of("sleep 300 &\necho $! >/tmp/left")));

    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> lab.sh(node, "pgrep -f 'sh .*/[r]unner.sh'").isBlank());
    if (node.equals("sys")) {
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> lab.sh(node, "systemctl list-units -q --state=active 'mesh-2*'").isBlank());
    }

    assertEquals("sleep\n", lab.sh(node, "cat /proc/$(cat /tmp/left)/comm"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sys", "bare"})
  void shouldWriteAFileInTheHomeOfAUser(String node) {
    Pass pass =
        reconcile(
            node,
            new Action.PutFile(
                "/home/mesh-ops/.tmux.conf",
                Content.of("set -g mouse on\n"),
                Optional.of("mesh-ops"),
                Optional.empty(),
                Optional.of("0644"),
                Optional.empty()));

    assertTrue(pass.results().stream().allMatch(r -> r.exitCode() == 0), pass.results().toString());
    assertEquals("644 mesh-ops", lab.sh(node, "stat -c '%a %U' /home/mesh-ops/.tmux.conf").strip());
  }

  private static Pass reconcile(String node, Action action) {
    return engine
        .reconciliation()
        .reconcile(
            new Work(
                lab.target(node),
                Catalogs.on(node, ThingType.thing("a", "gone", action)),
                "test",
                true),
            new PassListener.Silent());
  }
}
