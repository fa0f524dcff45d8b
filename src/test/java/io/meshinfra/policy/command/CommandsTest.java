package io.meshinfra.policy.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "systemctl stop sshd",
        "/usr/bin/systemctl stop sshd",
        "true; systemctl stop sshd",
        "true && systemctl stop sshd || false",
        "if systemctl stop sshd; then true; fi",
        "if true; then systemctl stop sshd; fi",
        "while ! systemctl stop sshd; do true; done",
        "( systemctl stop sshd )",
        "{ systemctl stop sshd; }",
        "echo $(systemctl stop sshd)",
        "echo \"now: $(systemctl stop sshd)\"",
        "echo `systemctl stop sshd`",
        "systemctl 'stop' \"sshd\"",
        "system''ctl stop ss\\hd",
        "systemctl \\\n  stop sshd",
        "LC_ALL=C systemctl stop sshd",
        "sudo -n systemctl stop sshd",
        "sudo env A=b nohup timeout 5 systemctl stop sshd",
        "sh -c 'systemctl stop sshd'",
        "bash -ec 'true\nsystemctl stop sshd'",
        "su - root -c 'systemctl stop sshd'",
        "eval systemctl stop sshd",
        "eval 'systemctl stop sshd'",
        "sh -c \"sh -c 'systemctl stop sshd'\"",
        "exec systemctl stop sshd",
        "# nothing\nsystemctl stop sshd # at last",
        "systemctl stop sshd&",
        "true|systemctl stop sshd",
        "cat <<EOF\nsystemctl stop sshd\nEOF",
      })
  void shouldFindTheCommand(String text) {
    assertTrue(Commands.of(text).contains("systemctl stop sshd"), Commands.of(text).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "# systemctl stop sshd",
        "echo 'systemctl stop sshd'",
        "echo \"systemctl stop sshd\"",
        "echo systemctl stop sshd",
        "systemctl stop 'sshd x'",
        "",
      })
  void shouldNotFindWhatOnlyLooksLikeOne(String text) {
    assertTrue(!Commands.of(text).contains("systemctl stop sshd"), Commands.of(text).toString());
  }

  @Test
  void shouldTellTheCommandAsWrittenAndByItsName() {
    assertEquals(
        List.of("/bin/rm -rf /srv/a", "rm -rf /srv/a"),
        List.copyOf(Commands.of("/bin/rm  -rf\t/srv/a")));
  }

  @Test
  void shouldKeepRedirectionsAsWords() {
    assertTrue(
        Commands.of("echo x>>/etc/passwd").contains("echo x >> /etc/passwd"),
        Commands.of("echo x>>/etc/passwd").toString());
  }

  @Test
  void shouldNotBeHeldUpByTextMadeToBeSlow() {
    String nested = "sh -c '".repeat(2_000) + "$(".repeat(20_000) + "`\"".repeat(20_000);

    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> Commands.of(nested + "'".repeat(10_000)));
  }
}
