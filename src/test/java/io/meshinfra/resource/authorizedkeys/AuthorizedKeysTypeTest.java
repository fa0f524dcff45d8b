package io.meshinfra.resource.authorizedkeys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.drift.DriftDetector;
import io.meshinfra.model.Facts;
import io.meshinfra.model.Observation;
import io.meshinfra.model.State;
import io.meshinfra.resource.AccountName;
import io.meshinfra.resource.Action;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.ProbeOutput;
import io.meshinfra.support.StubbedShell;
import io.meshinfra.support.StubbedShell.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The user of these tests is whoever runs them, with a home in a folder. */
class AuthorizedKeysTypeTest {
  private static final String ANN =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIF9tZXNoaW5mcmF0ZXN0a2V5MDEyMzQ1Njc4OTAxMjM0 ann";

  private static final String OTHER =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIF9tZXNoaW5mcmF0ZXN0a2V5MDEyMzQ1Njc4OTAxMjM1 other";

  @TempDir Path folder;
  private final AuthorizedKeysType type = new AuthorizedKeysType();
  private String user;
  private Path home;
  private Path file;
  private StubbedShell shell;

  @BeforeEach
  void setUp() throws IOException {
    user = System.getProperty("user.name");
    home = Files.createDirectories(folder.resolve("a home $(touch pwned)"));
    file = home.resolve(".ssh/authorized_keys");
    shell =
        new StubbedShell(folder)
            .stub(
                "getent",
                "echo \"$2:x:$(id -u):$(id -g)::"
                    + home.toString().replace("$", "\\$")
                    + ":/bin/sh\"")
            .stub(
                "setpriv",
                "while [ \"${1#--}\" != \"$1\" ]; do case $1 in --init-groups) shift ;; *) shift 2 ;; esac; done; exec \"$@\"")
            .stub("runuser", "shift 3; exec \"$@\"");
  }

  @Test
  void shouldMakeFolderAndFileForTheUserAlone() throws IOException {
    Ran ran = act(spec(true));

    assertEquals(0, ran.exitCode(), ran.errors());
    assertTrue(Files.readString(file).endsWith("\n" + ANN + "\n"));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals(
        "rwx------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())));
    assertInSync(spec(true));
  }

  @Test
  void shouldReplaceALinkAndLeaveWhatItPointsTo() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "keep me\n");
    Files.createDirectories(file.getParent());
    Files.createSymbolicLink(file, secret);

    Ran ran = act(spec(true));

    assertEquals(0, ran.exitCode(), ran.errors());
    assertTrue(Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS));
    assertEquals("keep me\n", Files.readString(secret));
  }

  @Test
  void shouldRefuseAFolderThatIsALink() throws IOException {
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
    Files.createSymbolicLink(home.resolve(".ssh"), elsewhere);

    Ran ran = act(spec(true));

    assertEquals(1, ran.exitCode());
    assertTrue(ran.errors().contains("is not a folder but a link"), ran.errors());
    assertFalse(Files.exists(elsewhere.resolve("authorized_keys")));
  }

  @Test
  void shouldKeepTheOtherKeysWhenNotExclusive() throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "# mine\n" + OTHER + "\nrestrict " + ANN);

    Ran ran = act(spec(false));

    assertEquals(0, ran.exitCode(), ran.errors());
    assertEquals("# mine\n" + OTHER + "\n" + ANN + "\n", Files.readString(file));
  }

  @Test
  void shouldComeToTheSameEndWhenItIsRepeated() throws IOException {
    act(spec(false));
    String once = Files.readString(file);

    Ran ran = act(spec(false));

    assertEquals(0, ran.exitCode(), ran.errors());
    assertEquals(once, Files.readString(file));
    try (var files = Files.list(file.getParent())) {
      assertEquals(List.of(file), files.toList());
    }
  }

  @Test
  void shouldLeaveTheOldFileWhenTheDiskIsFull() throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, OTHER + "\n");
    shell.stub("cat", "echo 'cat: write error: No space left on device' >&2; exit 1");

    Ran ran = act(spec(true));

    assertEquals(1, ran.exitCode());
    assertEquals(OTHER + "\n", Files.readString(file));
  }

  private Ran act(AuthorizedKeysSpec spec) {
    Change create = new Change.Create(State.EMPTY);
    Action action = type.converge(spec, create, Facts.UNKNOWN).getFirst();
    return shell.act(assertInstanceOf(Action.RunShell.class, action).script());
  }

  private void assertInSync(AuthorizedKeysSpec spec) {
    Ran probed = shell.probe(type.probe(List.of(spec)));
    Observation seen = type.observe(List.of(spec), new ProbeOutput(probed.lines())).getFirst();
    assertEquals(
        Optional.empty(), DriftDetector.change(type.expected(spec), seen), probed.output());
  }

  private AuthorizedKeysSpec spec(boolean exclusive) {
    return new AuthorizedKeysSpec(
        new AccountName(user), List.of(AuthorizedKey.parse(ANN)), exclusive, Optional.empty());
  }
}
