package io.meshinfra.cli.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EscapeHatchCommandTest {
  private static final String FLEET = "src/test/resources/network/nftables/in/desired-state";

  @TempDir Path folder;

  @Test
  void shouldPrintOneNodeFromAFolderOfManifests() {
    CommandRun run = CommandRun.of("escape-hatch", "hub", "-f", FLEET);

    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().contains("== NODE hub\n"), run.out());
    assertTrue(run.out().contains("HostKeyAlias=hub"), run.out());
    assertTrue(!run.out().contains("== NODE wsl"), run.out());
  }

  @Test
  void shouldWriteATextThatIsEnoughByItself() throws IOException {
    Path text = folder.resolve("escape.txt");
    CommandRun written = CommandRun.of("escape-hatch", "-f", FLEET, "--write", text.toString());

    CommandRun read = CommandRun.of("escape-hatch", "wsl", "--text", text.toString());

    assertEquals(0, written.code(), written.err());
    assertEquals("", written.out());
    assertEquals(CommandRun.of("escape-hatch", "wsl", "-f", FLEET).out(), read.out());
  }

  @Test
  void shouldRefuseANodeThatIsNotThereAndAFileThatIsNone() {
    CommandRun nobody = CommandRun.of("escape-hatch", "nobody", "-f", FLEET);
    CommandRun noFile = CommandRun.of("escape-hatch", "--text", folder + "/none");
    CommandRun both = CommandRun.of("escape-hatch", "--text", "x", "-f", FLEET);

    assertEquals("mesh: there is no node \"nobody\" in it\n", nobody.err());
    assertEquals(2, noFile.code());
    assertEquals(2, both.code());
  }
}
