package io.meshinfra.join;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.ShellScript;
import io.meshinfra.support.StubbedShell;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The script itself on accounts that are not those of this machine; JoiningIT removes real ones.
 */
@Timeout(60)
class LeaveScriptTest {
  @TempDir Path folder;
  private Path called;
  private Path gone;
  private StubbedShell shell;

  @BeforeEach
  void standIn() throws Exception {
    called = Files.writeString(folder.resolve("called"), "");
    gone = folder.resolve("gone");
    Files.createDirectories(folder.resolve("remembered/due"));
    Files.writeString(folder.resolve("rights"), "x\n");
    shell =
        new StubbedShell(folder)
            .stub(
                "id",
                "[ $# = 2 ] || { [ \"$1\" != -u ] || echo 0; [ ! -e '"
                    + gone
                    + "' ]; exit; }; echo 1000")
            .stub("userdel", "echo \"userdel $*\" >>'" + called + "'; : >'" + gone + "'")
            .stub("pkill", "echo \"pkill $*\" >>'" + called + "'")
            .stub("pgrep", "exit 1");
  }

  private Deeds left(String comment) throws Exception {
    Files.writeString(
        folder.resolve("passwd"),
        "root:x:0:0:root:/root:/bin/sh\nalice2:x:1001:1001:mesh-infra:/home/alice2:/bin/sh\n"
            + "alice:x:1000:1000:"
            + comment
            + ":/home/alice:/bin/sh\n");
    try (InputStream in = Doorway.class.getResourceAsStream("leave.sh")) {
      String text =
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .replace("/etc/passwd", folder.resolve("passwd").toString())
              .replace("/etc/ssh/", folder + "/ssh/")
              .replace("/run/sshd.pid", folder + "/sshd.pid")
              .replace("/var/lib/mesh-infra", folder.resolve("remembered").toString());
      StubbedShell.Ran ran =
          shell.probe(ShellScript.of("set -- alice {}\neval {}", folder.resolve("rights"), text));
      Deeds.Reader reader = new Deeds.Reader();
      ran.lines().forEach(reader::line);
      assertEquals(Optional.empty(), reader.deeds().failure(), ran.toString());
      return reader.deeds();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mesh-infra", "mesh-infra,,,"})
  void shouldRemoveTheAccountThatMeshMade(String comment) throws Exception {
    Deeds deeds = left(comment);

    assertEquals(List.of("pkill -KILL -u alice", "userdel -r alice"), Files.readAllLines(called));
    assertEquals("removed the account alice and its home", deeds.deeds().getLast().what());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Alice,,,", "not mesh-infra", "mesh-infrastructure"})
  void shouldKeepAnAccountThatMeshDidNotMake(String comment) throws Exception {
    Deeds deeds = left(comment);

    assertEquals("", Files.readString(called));
    assertFalse(Files.exists(gone));
    assertEquals(
        new Deeds.Deed(
            Deeds.Kind.WARNING,
            "kept account alice, which mesh did not make; take the key of the hub out of"
                + " /home/alice/.ssh/authorized_keys"),
        deeds.deeds().getLast());
    assertFalse(Files.exists(folder.resolve("rights")));
    assertFalse(Files.exists(folder.resolve("remembered")));
  }

  @Test
  void shouldBeDoneWhereThereIsNoAccount() throws Exception {
    Files.writeString(gone, "");

    assertTrue(left("mesh-infra").deeds().getLast().what().contains("no account alice"));
    assertEquals("", Files.readString(called));
  }

  /** Its sshd may be any; without one that runs it is left to do by hand. */
  @Test
  void shouldTakeTheTrustInTheAuthoritiesAway() throws Exception {
    Files.createDirectories(folder.resolve("ssh/sshd_config.d"));
    Files.createDirectories(folder.resolve("ssh/mesh-ca"));
    for (String file :
        List.of(
            "sshd_config.d/20-mesh-ca.conf",
            "sshd_config.d/15-mesh-host-ca.conf",
            "sshd_config.d/50-theirs.conf",
            "mesh-ca/user-ca.pub",
            "mesh-ca/revoked.krl")) {
      Files.writeString(folder.resolve("ssh").resolve(file), "x\n");
    }

    List<String> told = left("mesh-infra").deeds().stream().map(Deeds.Deed::what).toList();

    try (Stream<Path> left = Files.walk(folder.resolve("ssh"))) {
      assertEquals(
          List.of("50-theirs.conf", "revoked.krl"),
          left.filter(Files::isRegularFile)
              .map(file -> file.getFileName().toString())
              .sorted()
              .toList());
    }
    assertTrue(told.stream().anyMatch(one -> one.contains("reload it by hand")), told.toString());
  }

  @Test
  void shouldTakeAllOfItWhereNoSshdReadsIt() throws Exception {
    Files.createDirectories(folder.resolve("ssh/mesh-ca/principals"));
    Files.writeString(folder.resolve("ssh/mesh-ca/revoked.krl"), "x\n");
    Files.createDirectories(folder.resolve("ssh/mesh-host-ca"));

    left("mesh-infra");

    assertFalse(Files.exists(folder.resolve("ssh/mesh-ca")));
    assertFalse(Files.exists(folder.resolve("ssh/mesh-host-ca")));
  }
}
