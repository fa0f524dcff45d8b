package io.meshinfra.lab;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.converge.Outcome;
import io.meshinfra.converge.ansible.AnsibleSettings;
import io.meshinfra.converge.ansible.Progress;
import io.meshinfra.desired.Catalogs;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.desired.Loading;
import io.meshinfra.drift.Drift;
import io.meshinfra.model.FileTree.UnreadableFile;
import io.meshinfra.reconcile.Engine;
import io.meshinfra.reconcile.pass.Memory;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.reconcile.pass.PassListener;
import io.meshinfra.reconcile.pass.Work;
import io.meshinfra.report.PlanText;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.ResourceTypes;
import io.meshinfra.source.DirectoryTree;
import io.meshinfra.support.Lab;
import io.meshinfra.transport.ssh.SshSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node that is full, rebooted, locked, swapped or hostile: told clearly, and nothing is lost. */
class NodeTroubleIT {
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final String NODE = "n";
  private static Lab lab;

  @TempDir static Path folder;
  private Engine engine;

  @BeforeAll
  static void up() throws IOException {
    Assumptions.assumeTrue(Lab.possible(), "the lab needs root");
    lab = Lab.up(91, "n:apt");
    Files.writeString(folder.resolve("nodes.yaml"), lab.manifests());
    sh("mkdir -p /srv/small /var/lib/mesh-infra");
  }

  @AfterAll
  static void down() {
    if (lab != null) {
      lab.close();
    }
  }

  @BeforeEach
  void begin() {
    engine = engine(lab.key());
  }

  @AfterEach
  void end() {
    engine.close();
  }

  /** Connections are not kept from test to test. */
  private static Engine engine(Path key) {
    return new Engine(
        new Engine.Settings(
            SshSettings.of(List.of(key), Optional.empty()),
            AnsibleSettings.of(Optional.of(key)),
            Duration.ofSeconds(10),
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

  @Test
  void shouldLeaveTheOldFileWhenTheDiskIsFull() {
    sh("mount -t tmpfs -o size=64k tmpfs /srv/small");
    try {
      assertConverged(reconcile("    - file: {path: /srv/small/a, content: old}\n"));
      sh("head -c 1M /dev/zero >/srv/small/fill");
      String large = "    - file: {path: /srv/small/a, content: \"" + "new ".repeat(5000) + "\"}\n";

      Pass full = reconcile(large);

      Outcome.Failed failed = assertInstanceOf(Outcome.Failed.class, full.outcome());
      assertTrue(failed.error().contains("disk full"), failed.error());
      assertTrue(failed.error().contains("/srv/small/a"), failed.error());
      assertEquals("old", sh("cat /srv/small/a"));
      assertEquals("a\nfill\n", sh("ls -A /srv/small"));

      sh("rm /srv/small/fill");
      assertConverged(reconcile(large));
    } finally {
      sh("umount /srv/small");
    }
  }

  @Test
  void shouldBeginNothingWhenTheRunCannotBeStored() {
    sh("mount -t tmpfs -o size=256k tmpfs /var/lib/mesh-infra");
    try {
      sh("head -c 1M /dev/zero >/var/lib/mesh-infra/fill");
      String wanted = "    - file: {path: /srv/stored, content: x}\n";

      Pass full = reconcile(wanted);

      Outcome.Deferred put = assertInstanceOf(Outcome.Deferred.class, full.outcome());
      assertTrue(put.reason().contains("disk full"), put.reason());
      assertEquals("", sh("ls /srv/stored 2>/dev/null"));

      sh("rm /var/lib/mesh-infra/fill");
      assertConverged(reconcile(wanted));
    } finally {
      sh("umount /var/lib/mesh-infra");
    }
  }

  @Test
  void shouldConvergeAfterAStepFilledTheDiskOfTheRun() {
    sh("mount -t tmpfs -o size=256k tmpfs /var/lib/mesh-infra");
    try {
      String wanted =
          shell(
              "filling",
              "test -e /srv/emptied",
              "if [ -e /srv/filled ]; then touch /srv/emptied; else touch /srv/filled;"
                  + " cat /dev/zero >/var/lib/mesh-infra/fill || :; echo alas; exit 3; fi");

      Pass full = assertTimeoutPreemptively(LONGEST, () -> reconcile(wanted));

      assertTrue(full.outcome().detail().contains("disk full"), describe(full));

      sh("rm /var/lib/mesh-infra/fill");
      assertConverged(reconcile(wanted));
    } finally {
      sh("umount /var/lib/mesh-infra");
    }
  }

  @Test
  void shouldTellOfARebootInTheMiddleOfAStepAndConvergeAfterwards() {
    String wanted =
        shell(
            "rebooted",
            "test -e /srv/whole",
            "if [ -e /srv/half ]; then touch /srv/whole; else touch /srv/half; sync; sleep 50; fi");
    CompletableFuture<Void> reboot =
        CompletableFuture.runAsync(() -> {
          await().atMost(LONGEST).until(() -> !sh("ls /srv/half 2>/dev/null").isEmpty());
          lab.lab("reboot", NODE);
        });

    Pass broken = assertTimeoutPreemptively(LONGEST, () -> reconcile(wanted));
    reboot.join();

    assertFalse(broken.outcome() instanceof Outcome.Converged, describe(broken));
    assertTrue(broken.outcome().detail().contains("reboot"), describe(broken));
    assertConverged(reconcile(wanted));
  }

  @Test
  void shouldTellThatSudoAsksForAPassword() {
    sh("cp -p /etc/sudoers.d/mesh-ops /root/ && sed -i s/NOPASSWD:// /etc/sudoers.d/mesh-ops");
    try {
      Pass refused = reconcile("    - file: {path: /srv/sudo, content: x}\n");

      Outcome.Failed failed = assertInstanceOf(Outcome.Failed.class, refused.outcome());
      assertTrue(failed.error().contains("asks mesh-ops for a password"), failed.error());
      assertTrue(failed.error().contains("NOPASSWD"), failed.error());
    } finally {
      sh("mv /root/mesh-ops /etc/sudoers.d/mesh-ops");
    }
  }

  @Test
  void shouldRefuseAChangedHostKeyAndShowBoth() {
    String key = "/etc/ssh/ssh_host_ed25519_key";
    String pinned = fingerprint(key);
    sh(
        "cp -p "
            + key
            + " /root/pinned && rm "
            + key
            + " && ssh-keygen -qt ed25519 -N '' -f "
            + key);
    sh("systemctl restart ssh");
    try {
      Pass refused = reconcile("    - file: {path: /srv/key, content: x}\n");

      Outcome.Failed failed = assertInstanceOf(Outcome.Failed.class, refused.outcome());
      assertTrue(failed.error().contains(pinned), failed.error());
      assertTrue(failed.error().contains(fingerprint(key)), failed.error());
      assertTrue(failed.error().contains("hostKeys"), failed.error());
      assertEquals("", sh("ls /srv/key 2>/dev/null"));
    } finally {
      sh("mv /root/pinned " + key + " && systemctl restart ssh");
    }
  }

  private static String fingerprint(String key) {
    return sh("ssh-keygen -lf " + key).split(" ")[1];
  }

  @Test
  void shouldTellWhichKeyTheNodeDoesNotTake() throws Exception {
    Path wrong = folder.resolve("wrong");
    new ProcessBuilder("ssh-keygen", "-qt", "ed25519", "-N", "", "-f", wrong.toString())
        .start()
        .waitFor();
    try (Engine other = engine(wrong)) {
      Pass refused =
          other
              .reconciliation()
              .preview(work("    - file: {path: /srv/x, content: x}\n"), new PassListener.Silent());

      Outcome.Failed failed = assertInstanceOf(Outcome.Failed.class, refused.outcome());
      assertTrue(failed.error().contains("does not let mesh-ops in"), failed.error());
      assertTrue(failed.error().contains("SHA256:"), failed.error());
    }
  }

  /** Each says something else than a list of packages; the last says 300 MB of it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "head -c 100000 /dev/urandom",
        "exit 7",
        "printf 'deb\\tmesh-pkg-02\\n'; kill -9 $PPID",
        "head -c 300000000 /dev/zero | tr '\\0' y && touch /srv/heard-to-the-end"
      })
  void shouldChangeNothingWhenAToolAnswersWithGarbage(String script) {
    String wanted = "    - package: {name: mesh-pkg-02}\n";
    tool("dpkg-query", script);
    try {
      Pass pass = assertTimeoutPreemptively(LONGEST, () -> reconcile(wanted));

      assertUnverifiable(pass);
      assertEquals("", sh("ls /srv/heard-to-the-end 2>/dev/null"));
    } finally {
      sh("rm /usr/local/bin/dpkg-query");
    }
    assertConverged(reconcile(wanted));
    sh("apt-get -qy remove mesh-pkg-02");
  }

  @Test
  void shouldGiveUpAToolThatHangsAndLeaveNoProcess() {
    tool("dpkg-query", "exec sleep 4711");
    try {
      Pass pass =
          assertTimeoutPreemptively(
              LONGEST, () -> reconcile("    - package: {name: mesh-pkg-03}\n"));

      assertUnverifiable(pass);
      assertTrue(describe(pass).contains("did not end within 10 s"), describe(pass));
      await().atMost(LONGEST).until(() -> sh("pgrep -f '^sleep 4711'").isEmpty());
    } finally {
      sh("rm /usr/local/bin/dpkg-query");
    }
  }

  @Test
  void shouldNotRelyOnTheClockOfANode() {
    tool("date", "echo Thu Jan  1 00:00:00 UTC 1970");
    sh("touch -d 2099-01-01 /srv/late && touch -d 2099-01-01 /var/lib/mesh-infra");
    try {
      assertConverged(reconcile("    - file: {path: /srv/late, content: \"in time\"}\n"));
      assertEquals("in time", sh("cat /srv/late"));
    } finally {
      sh("rm /usr/local/bin/date");
    }
  }

  @Test
  void shouldShowHostileNamesHarmlessly() {
    sh(
        "printf 'evil\\033[2J\\033]0;x\\007\\302\\233:x:4242:\\n' >>/etc/group;"
            + "printf 'a\\033[2Jb\\342\\200\\256c\\r\\n' >/srv/shown; chgrp 4242 /srv/shown;"
            + "ln -sfn \"$(printf 'x\\033[2J\\ny')\" /srv/pointing");
    try {
      Pass pass =
          engine
              .reconciliation()
              .preview(
                  work(
                      "    - file: {path: /srv/shown, content: \"fine\\n\", group: root}\n"
                          + "    - symlink: {path: /srv/pointing, target: /srv}\n"),
                  new PassListener.Silent());

      String text =
          PlanText.of(pass.plan().orElseThrow()) + PlanText.of(pass.found().orElseThrow());
      assertTrue(text.contains("evil"), text);
      assertEquals(
          "",
          text.codePoints()
              .filter(c -> c != '\n' && isHostile(c))
              .mapToObj(Integer::toHexString)
              .toList()
              .toString()
              .replaceAll("[\\[\\]]", ""));
    } finally {
      sh("sed -i /4242/d /etc/group; rm -f /srv/shown /srv/pointing");
    }
  }

  private static boolean isHostile(int codePoint) {
    return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.FORMAT;
  }

  private static void tool(String name, String script) {
    write("tool", "#!/bin/sh\n" + script + "\n");
    try {
      String text =
          java.util.Base64.getEncoder().encodeToString(Files.readAllBytes(folder.resolve("tool")));
      sh(
          "echo "
              + text
              + " | base64 -d >/usr/local/bin/"
              + name
              + "; chmod 755 /usr/local/bin/"
              + name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assertUnverifiable(Pass pass) {
    if (pass.outcome() instanceof Outcome.Failed failed) {
      assertTrue(failed.error().contains("probe"), failed.error());
      return;
    }
    Drift drift = pass.found().orElseThrow(() -> new AssertionError(describe(pass)));
    assertTrue(
        drift.changes().stream().allMatch(c -> c.change() instanceof Change.Unverifiable),
        describe(pass));
    assertEquals(List.of(), pass.results(), describe(pass));
    assertFalse(pass.outcome() instanceof Outcome.InSync, describe(pass));
  }

  private static String shell(String name, String check, String apply) {
    return "    - shell: {name: %s, check: \"%s\", apply: \"%s\"}\n".formatted(name, check, apply);
  }

  private static void assertConverged(Pass pass) {
    assertInstanceOf(Outcome.Converged.class, pass.outcome(), () -> describe(pass));
  }

  private Pass reconcile(String resources) {
    return engine.reconciliation().reconcile(work(resources), new PassListener.Silent());
  }

  private static Work work(String resources) {
    write(
        "all.yaml",
        """
        apiVersion: mesh-infra/v1
        kind: Profile
        metadata: {name: all}
        spec:
          selector: {}
          resources:
        """
            + resources);
    Loading loading = load();
    FleetNode node =
        assertInstanceOf(Loading.Loaded.class, loading, loading::toString)
            .fleet()
            .nodes()
            .values()
            .iterator()
            .next();
    return new Work(node.target(), node.catalog(), "test", true);
  }

  private static Loading load() {
    try {
      return new Catalogs(ResourceTypes.installed()).load(DirectoryTree.of(folder), "");
    } catch (UnreadableFile e) {
      throw new IllegalStateException(e);
    }
  }

  private static void write(String path, String content) {
    try {
      Files.writeString(folder.resolve(path), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sh(String line) {
    return lab.sh(NODE, line);
  }

  private static String describe(Pass pass) {
    return pass.outcome()
        + "\n"
        + pass.plan().map(PlanText::of).orElse("")
        + pass.results()
        + pass.remaining().map(PlanText::of).orElse("");
  }
}
