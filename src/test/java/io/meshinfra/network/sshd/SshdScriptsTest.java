package io.meshinfra.network.sshd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The scripts themselves, with stand-ins for sshd and systemctl. */
@Timeout(60)
class SshdScriptsTest {
  private static final String TWO_PORTS = "22 2222";
  private static final String MESH = "10.0.0.0/24,203.0.113.7";

  @TempDir Path folder;
  private Path called;
  private Path penalties;

  private record Ran(int code, String said) {}

  @BeforeEach
  void standIn() throws IOException {
    called = Files.writeString(folder.resolve("called"), "");
    penalties = folder.resolve("ssh/11-mesh-penalties.conf");
    Files.createDirectories(folder.resolve("run"));
    Files.createDirectories(folder.resolve("ssh"));
    Files.createDirectories(folder.resolve("lib/systemd/system-generators"));
    Files.createDirectories(folder.resolve("bin"));
    listening("0.0.0.0:22");
    sshd("port 22", 0);
  }

  private void program(Path file, String text) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + text);
    assertTrue(file.toFile().setExecutable(true));
  }

  private void generated() throws IOException {
    program(folder.resolve("lib/systemd/system-generators/sshd-socket-generator"), "exit 0\n");
  }

  private void listening(String... addresses) throws IOException {
    StringBuilder lines = new StringBuilder();
    List.of(addresses).forEach(one -> lines.append("Listen=%s (Stream)\n".formatted(one)));
    program(
        folder.resolve("bin/systemctl"),
        """
        case $* in
          *is-active\\ ssh.socket) exit 0 ;;
          *is-active*) exit 3 ;;
          show*) printf '%%s' '%s' ;;
          *) echo "$*" >>'%s' ;;
        esac
        """
            .formatted(lines, called));
  }

  /**
   * @param configuration what it prints of itself
   * @param valid what its test of the configuration ends with
   */
  private void sshd(String configuration, int valid) throws IOException {
    program(
        folder.resolve("bin/sshd"),
        "case $1 in -T) printf '%%s\\n' '%s' ;; -t) exit %d ;; esac\n"
            .formatted(configuration, valid));
  }

  private Ran run(String script, Map<String, String> environment) throws Exception {
    String text =
        script
            .replace("/etc/ssh/sshd_config.d/", folder + "/ssh/")
            .replace("/etc/ssh/", folder + "/ssh/")
            .replace("/usr/lib /lib /etc", folder + "/lib")
            .replace("/run/systemd/system", folder + "/run");
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", text).redirectErrorStream(true);
    builder.environment().put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ran(process.waitFor(), said.strip());
  }

  private Ran socket(String script) throws Exception {
    return run(script, Map.of("PORTS", TWO_PORTS));
  }

  private Ran penalties(String script) throws Exception {
    return run(script, Map.of("EXEMPT", MESH));
  }

  @Test
  void shouldDoNothingWhereNoGeneratorMakesTheSocket() throws Exception {
    assertEquals(new Ran(0, ""), socket(SshdScripts.CHECK_SOCKET));
    assertEquals(new Ran(0, ""), socket(SshdScripts.LISTEN_ANEW));
    assertEquals("", Files.readString(called));
  }

  @Test
  void shouldHaveTheSocketListenOnAPortMore() throws Exception {
    generated();

    assertEquals(
        new Ran(1, "ssh.socket does not listen on port 2222 yet"),
        socket(SshdScripts.CHECK_SOCKET));
    assertEquals(0, socket(SshdScripts.LISTEN_ANEW).code());
    assertEquals(List.of("daemon-reload", "restart ssh.socket"), Files.readAllLines(called));

    listening("0.0.0.0:22", "[::]:22", "0.0.0.0:2222", "[::]:2222");
    assertEquals(new Ran(0, ""), socket(SshdScripts.CHECK_SOCKET));
  }

  @Test
  void shouldHaveTheSocketListenOnAPortLess() throws Exception {
    generated();
    listening("0.0.0.0:22", "0.0.0.0:2222", "0.0.0.0:222");

    assertEquals(
        new Ran(1, "ssh.socket still listens on port 222"), socket(SshdScripts.CHECK_SOCKET));
  }

  /** An sshd from before 9.8 would not start with the word. */
  @Test
  void shouldWriteNothingForAnSshdThatKnowsNoPenalties() throws Exception {
    sshd("persourcemaxstartups none", 0);

    assertEquals(new Ran(0, ""), penalties(SshdScripts.CHECK_PENALTIES));
    assertEquals(new Ran(0, ""), penalties(SshdScripts.EXEMPT));
    assertFalse(Files.exists(penalties));
  }

  @Test
  void shouldExemptTheMeshWhereSshdKnowsPenalties() throws Exception {
    sshd("persourcepenalties crash:90 authfail:5", 0);

    assertEquals(1, penalties(SshdScripts.CHECK_PENALTIES).code());
    assertEquals(new Ran(0, ""), penalties(SshdScripts.EXEMPT));

    assertEquals(
        List.of(
            "# Kept by mesh-infra: addresses that sshd shuts out for no number of tries.",
            "PerSourcePenaltyExemptList " + MESH),
        Files.readAllLines(penalties));
    assertEquals("reload ssh\n", Files.readString(called));
    assertEquals(new Ran(0, ""), penalties(SshdScripts.CHECK_PENALTIES));
    Files.writeString(penalties, "PerSourcePenalties no\n");
    assertEquals(1, penalties(SshdScripts.CHECK_PENALTIES).code());
  }

  @Test
  void shouldLeaveNothingThatSshdDoesNotTake() throws Exception {
    sshd("persourcepenalties crash:90", 1);

    assertEquals(1, penalties(SshdScripts.EXEMPT).code());

    try (var left = Files.list(folder.resolve("ssh"))) {
      assertEquals(0, left.count());
    }
    assertEquals("", Files.readString(called));
  }
}
