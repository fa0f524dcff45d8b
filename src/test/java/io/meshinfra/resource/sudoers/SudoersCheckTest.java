package io.meshinfra.resource.sudoers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.resource.Existence;
import io.meshinfra.support.StubbedShell;
import io.meshinfra.support.StubbedShell.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** sed stands for reading /etc/sudoers, visudo copies what it is given to look at. */
class SudoersCheckTest {
  @TempDir Path folder;
  private StubbedShell shell;

  @BeforeEach
  void setUp() {
    shell =
        new StubbedShell(folder)
            .stub("sed", "[ \"$2\" = /etc/sudoers ] && echo main || cat \"$2\"")
            .stub(
                "visudo",
                """
                cp -r "${3%%/*}/d" %s/seen
                if [ -e %s/bad ]; then echo 'syntax error'; exit 1; fi
                """
                    .formatted(folder, folder));
  }

  @Test
  void shouldCheckTheNewContentAsItIs() throws IOException {
    Path pwned = folder.resolve("pwned");
    String content = "# $(touch " + pwned + ") `touch " + pwned + "` '; touch " + pwned;

    Ran ran = shell.act(SudoersCheck.before(spec(content)));

    assertEquals(0, ran.exitCode(), ran.errors());
    assertEquals(content + "\n", Files.readString(folder.resolve("seen/mesh-test")));
    assertFalse(Files.exists(pwned));
  }

  @Test
  void shouldFailBeforeAnythingIsDone() throws IOException {
    Files.createFile(folder.resolve("bad"));

    Ran ran = shell.act(SudoersCheck.before(spec("x")));

    assertEquals(1, ran.exitCode());
    assertTrue(ran.errors().contains("nothing was done"), ran.errors());
    assertTrue(ran.errors().contains("syntax error"), ran.errors());
  }

  @Test
  void shouldBringTheOldFileBackWhenSudoRefusesTheNewOne() throws IOException {
    Path file = Files.writeString(folder.resolve("mesh-test"), "old\n");
    shell.act(SudoersCheck.keep(file.toString()));
    Files.writeString(file, "new\n");
    shell.stub("visudo", "exit 1");

    Ran ran = shell.act(SudoersCheck.after(file.toString()));

    assertEquals(1, ran.exitCode());
    assertEquals("old\n", Files.readString(file));
  }

  @Test
  void shouldLeaveNothingBehindWhenSudoTakesTheNewOne() throws IOException {
    Path file = Files.writeString(folder.resolve("mesh-test"), "old\n");
    shell.act(SudoersCheck.keep(file.toString()));
    shell.stub("visudo", "exit 0");

    Ran ran = shell.act(SudoersCheck.after(file.toString()));

    assertEquals(0, ran.exitCode(), ran.errors());
    assertFalse(Files.exists(folder.resolve("mesh-test.mesh-old")));
  }

  private static SudoersSpec spec(String content) {
    return new SudoersSpec(new DropInName("mesh-test"), Existence.PRESENT, Optional.of(content));
  }
}
