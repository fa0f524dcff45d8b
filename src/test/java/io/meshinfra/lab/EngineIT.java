package io.meshinfra.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.converge.Outcome;
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
import io.meshinfra.resource.Catalog;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine against real nodes: with systemd, without it, over SSH and sudo. */
class EngineIT {
  private static Lab lab;
  private static Engine engine;

  @BeforeAll
  static void up() {
    Assumptions.assumeTrue(Lab.possible(), "the lab needs root");
    lab = Lab.up(95, "sys:apt,bare:nosystemd");
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

  @Test
  void shouldProbeFactsOfBothKinds() {
    Pass systemd = engine.reconciliation().preview(work("sys"), new PassListener.Silent());
    Pass bare = engine.reconciliation().preview(work("bare"), new PassListener.Silent());

    assertEquals("SYSTEMD", systemd.found().orElseThrow().facts().init().name());
    assertEquals("SYSV", bare.found().orElseThrow().facts().init().name());
    assertEquals("APT", bare.found().orElseThrow().facts().packageManager().name());
  }

  @Test
  void shouldRunStepsDetachedOnANodeWithSystemd() {
    assertRuns("sys");
  }

  @Test
  void shouldRunStepsDetachedOnANodeWithoutSystemd() {
    assertRuns("bare");
  }

  /** The step waits while the link is cut, and its result is told once the link is back. */
  @ParameterizedTest
  @ValueSource(strings = {"sys", "bare"})
  void shouldSurviveALinkThatIsCutInTheMiddle(String node) throws InterruptedException {
    Catalog catalog =
        Catalogs.on(
            node,
            ThingType.thing(
                "a",
                "gone",
                Action.run(ShellScript.of("touch /tmp/began; sleep 3; echo x >>/tmp/cut"))));
    Work work = new Work(lab.target(node), catalog, "test", true);
    Thread cutter =
        Thread.ofVirtual()
            .start(() -> {
              org.awaitility.Awaitility.await()
                  .until(() -> !lab.sh(node, "ls /tmp/began").isEmpty());
              lab.lab("cut", node);
              awaitTheHubToNotice(node);
              lab.lab("heal", node);
            });

    Pass pass = engine.reconciliation().reconcile(work, new PassListener.Silent());
    cutter.join();

    assertEquals(1, pass.results().size(), pass.outcome().toString());
    assertEquals("x\n", lab.sh(node, "cat /tmp/cut"));
  }

  /** sshd's own check of the connection is too slow for a test: end it from the node's side. */
  private static void awaitTheHubToNotice(String node) {
    lab.sh(node, "pkill -HUP -f 'sshd: mesh-ops'; true");
  }

  private static void assertRuns(String node) {
    Action put =
        new Action.PutFile(
            "/etc/it's $(here)",
            Content.of("hello\n"),
            Optional.of("mesh-ops"),
            Optional.empty(),
            Optional.of("0640"),
            Optional.of("grep -q hello %s"));
    Catalog catalog = Catalogs.on(node, ThingType.thing("a", "gone", put));

    Pass pass =
        engine
            .reconciliation()
            .reconcile(
                new Work(lab.target(node), catalog, "test", true), new PassListener.Silent());

    assertInstanceOf(Outcome.StillDrifting.class, pass.outcome());
    assertTrue(pass.results().stream().allMatch(r -> r.exitCode() == 0), pass.results().toString());
    assertEquals(
        "640 mesh-ops root", lab.sh(node, "stat -c '%a %U %G' \"/etc/it's \\$(here)\"").strip());
  }

  private static Work work(String node) {
    return new Work(lab.target(node), Catalogs.on(node), "test", true);
  }
}
