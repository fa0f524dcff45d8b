package io.meshinfra.converge.shell;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.resource.ProbePrelude;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The guard with the real {@code sh} of this machine, over a machine that is a folder. */
@Timeout(300)
class GuardScriptTest {
  private static final String RUN = "20260102t030405-test-1-guard";

  private static final Duration LONGEST = Duration.ofMinutes(2);

  @TempDir Path machine;
  private Path run;
  private boolean mounted;

  @BeforeEach
  void setUp() throws IOException {
    Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "puts owners back");
    run = machine.resolve("var/runs/" + RUN);
    makeReady();
  }

  private void makeReady() throws IOException {
    Files.createDirectories(run.resolve("kept"));
    store("lib", ProbePrelude.functions().text() + script("lib.sh"));
    store("restore", script("restore.sh"));
    store("guard.sh", script("guard.sh"));
    store("plan", "2 - 900\n3 2 900\n");
    store("guard.ways", "lan\n");
    write("etc/passwd", "root:x:0:0::/root:/bin/sh\n");
    write("etc/ssh/sshd_config", "Port 22\n");
    write("etc/ssh/old.conf", "old\n");
    executable("etc/init.d/ssh", "#!/bin/sh\necho \"$1\" >>" + machine + "/ssh.log\n");
    Files.createDirectories(machine.resolve("etc/rc2.d"));
    executable("stubs/nft", "#!/bin/sh\ncat " + machine + "/rules\n");
    executable("stubs/getent", "#!/bin/sh\necho root:x:0:0::" + machine + "/root:/bin/sh\n");
    executable("stubs/ip", "#!/bin/sh\n");
    executable("stubs/iptables-save", "#!/bin/sh\n");
    executable("stubs/ip6tables-save", "#!/bin/sh\n");
    write("rules", "");
  }

  @AfterEach
  void endTheTimer() throws IOException {
    if (Files.exists(run.resolve("guard")) && !Files.exists(run.resolve("guard/verdict"))) {
      guard("disarm");
    }
    if (mounted) {
      sh("umount -l " + run);
    }
  }

  @Test
  void shouldPutEverythingBackByteForByte() throws IOException {
    arm(600, "path " + machine + "/srv/made", "tree " + machine + "/srv/tree", "unit ssh");
    write("etc/passwd", "gone\n");
    Files.setPosixFilePermissions(
        machine.resolve("etc/ssh"), PosixFilePermissions.fromString("---------"));
    write("etc/ssh/sshd_config", "Port 2299\n");
    Files.delete(machine.resolve("etc/ssh/old.conf"));
    write("etc/ssh/sshd_config.d/new.conf", "new\n");
    write("srv/made", "made\n");
    write("srv/tree/a", "a\n");

    endTheTime();
    awaitUndone();

    assertEquals("root:x:0:0::/root:/bin/sh\n", read("etc/passwd"));
    assertEquals("Port 22\n", read("etc/ssh/sshd_config"));
    assertEquals("old\n", read("etc/ssh/old.conf"));
    assertEquals(
        "rwxr-xr-x",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(machine.resolve("etc/ssh"))));
    assertFalse(Files.exists(machine.resolve("etc/ssh/sshd_config.d")));
    assertFalse(Files.exists(machine.resolve("srv/made")));
    assertFalse(Files.exists(machine.resolve("srv/tree/a")));
    assertTrue(read("ssh.log").endsWith("restart\n"), read("ssh.log"));
  }

  @Test
  void shouldTellWhatWasUndone() throws IOException {
    arm(600);
    write("etc/passwd", "gone\n");

    endTheTime();
    awaitUndone();

    GuardSign.RolledBack sign = (GuardSign.RolledBack) sign("disarm");
    assertEquals(java.util.Set.of(2, 3), sign.steps());
    assertEquals(machine + "/etc/passwd", sign.report());
    assertTrue(read("var/runs/" + RUN + "/RolledBack").contains("/etc/passwd"));
  }

  @Test
  void shouldTouchNothingAfterTheHubCameBack() throws IOException {
    arm(600);
    write("etc/passwd", "changed\n");

    assertEquals(new GuardSign.Confirmed(), sign("disarm"));
    assertEquals(new GuardSign.Confirmed(), sign("disarm"), "said again");

    guard("boot");
    assertEquals("changed\n", read("etc/passwd"));
    assertFalse(Files.exists(run.resolve("guard/was.tar")), "it holds secrets");
    assertFalse(Files.exists(run.resolve("guard/report.new")), "nobody will write it any more");
    assertEquals(List.of(), files("etc/rc2.d"));
  }

  @Test
  void shouldUndoAtTheNextBootAndLeaveNoHook() throws IOException {
    arm(600);
    write("etc/passwd", "gone\n");
    assertEquals(List.of("S00mesh-guard-" + RUN), files("etc/rc2.d"));
    killTimer();

    sh("sh " + machine.resolve("etc/rc2.d/S00mesh-guard-" + RUN) + " start");

    assertEquals("root:x:0:0::/root:/bin/sh\n", read("etc/passwd"));
    assertEquals(List.of(), files("etc/rc2.d"));
    assertFalse(Files.exists(run.resolve("guard/was.tar")), "it holds secrets");
  }

  @Test
  void shouldGoOnWhereATimerThatWasKilledLeftOff() throws IOException {
    arm(600);
    write("etc/passwd", "gone\n");
    killTimer();

    assertEquals(new GuardSign.Armed(java.util.Set.of("lan")), sign("state"));
    endTheTime();
    awaitUndone();

    assertEquals("root:x:0:0::/root:/bin/sh\n", read("etc/passwd"));
  }

  /** Else the hub that looks just then takes a dead timer for a living one, and goes. */
  @Test
  void shouldLeaveItsLockToNobodyWhoOutlivesIt() throws IOException {
    arm(600);

    String timer = "$(pgrep -of 'guard.sh [w]atch " + run + "')";
    String openFiles = "ls -l /proc/$(pgrep -x sleep -P " + timer + ")/fd";
    String open =
        await().atMost(LONGEST).until(() -> sh(openFiles), text -> text.contains("/dev/null"));
    assertFalse(open.contains("guard/alive"), open);
  }

  @Test
  void shouldPutEverythingBackAlsoWhenTheRunFilledTheDisk() throws IOException {
    mounted = sh("mount -t tmpfs -o size=2m guard " + run + " && echo yes").equals("yes\n");
    Assumptions.assumeTrue(mounted, "this machine allows no mounts");
    makeReady();
    arm(600);
    write("etc/passwd", "gone\n");
    write("etc/ssh/sshd_config", "Port 2299\n");
    sh("cat /dev/zero >" + run + "/kept/big");
    assertTrue(sh("echo more >" + run + "/kept/more || echo full").endsWith("full\n"));

    endTheTime();
    awaitUndone();

    assertEquals("root:x:0:0::/root:/bin/sh\n", read("etc/passwd"));
    assertEquals("Port 22\n", read("etc/ssh/sshd_config"));
    GuardSign.RolledBack sign = (GuardSign.RolledBack) sign("state");
    assertTrue(sign.report().contains(machine + "/etc/passwd, "), sign.report());
    assertTrue(sign.report().contains(machine + "/etc/ssh/sshd_config"), sign.report());
  }

  @Test
  void shouldFinishAnUndoingThatWasCutOff() throws IOException {
    arm(600);
    write("etc/passwd", "gone\n");
    killTimer();
    write("var/runs/" + RUN + "/guard/verdict", "rolled-back\n");

    assertEquals(new GuardSign.Restoring(), sign("state"));
    awaitUndone();

    assertEquals("root:x:0:0::/root:/bin/sh\n", read("etc/passwd"));
  }

  @Test
  void shouldNotBeginWhatItCouldNotTakeBack() throws IOException {
    Files.createDirectories(run.resolve("guard"));

    assertTrue(sh("sh " + run + "/guard.sh arm " + run + " 2>&1; echo $?").endsWith("1\n"));
  }

  @Test
  void shouldNotKnowAGuardThatNeverStood() throws IOException {
    assertEquals(new GuardSign.None(), sign("state"));
  }

  private void arm(int seconds, String... what) throws IOException {
    store("guard.time", seconds + "\n");
    store("guard.what", "login root\n" + String.join("\n", what) + "\n");
    assertEquals("", guard("arm"));
  }

  /** As if the time that was given had passed: how busy this machine is plays no part. */
  private void endTheTime() throws IOException {
    Files.writeString(run.resolve("guard/deadline"), "0\n");
  }

  private void awaitUndone() {
    await().atMost(LONGEST).until(() -> Files.exists(run.resolve("guard/done")));
  }

  private GuardSign sign(String verb) throws IOException {
    GuardLines lines = new GuardLines();
    guard(verb).lines().forEach(lines::line);
    return lines.sign().orElseThrow();
  }

  /** Whoever holds the lock is it. */
  private void killTimer() throws IOException {
    sh("pkill -KILL -f 'guard.sh [w]atch " + run + "'");
    await()
        .atMost(LONGEST)
        .until(() -> sh("flock -n " + run + "/guard/alive echo free").equals("free\n"));
  }

  private String guard(String verb) throws IOException {
    return sh("sh " + run + "/guard.sh " + verb + " " + run + " 2>&1");
  }

  private String sh(String line) throws IOException {
    Process process = new ProcessBuilder("sh", "-c", line).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.onExit().join(); // what has ended its output may still hold a lock for a moment
    return said;
  }

  /** As it is, but for where the machine is and what it can do. */
  private void store(String name, String text) throws IOException {
    Files.writeString(
        run.resolve(name),
        text.replace(" /etc/", " " + machine + "/etc/")
            .replace("'/etc/", "'" + machine + "/etc/")
            .replace("\n/etc/", "\n" + machine + "/etc/")
            .replace("\"/etc/", "\"" + machine + "/etc/")
            .replace("/run/", machine + "/run/")
            .replace("PATH=/usr", "PATH=" + machine + "/stubs:/usr"));
  }

  private static String script(String name) throws IOException {
    try (InputStream in = GuardFiles.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private List<String> files(String folder) throws IOException {
    try (Stream<Path> all = Files.list(machine.resolve(folder))) {
      return all.map(file -> file.getFileName().toString()).toList();
    }
  }

  private void executable(String path, String text) throws IOException {
    write(path, text);
    Files.setPosixFilePermissions(
        machine.resolve(path), PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void write(String path, String text) throws IOException {
    Path file = machine.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private String read(String path) throws IOException {
    return Files.readString(machine.resolve(path));
  }
}
