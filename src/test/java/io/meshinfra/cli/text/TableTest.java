package io.meshinfra.cli.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void shouldMakeColumnsAsWideAsTheirContent() {
    Table table = new Table("NODE", "SYNC", "REASON");
    table.row("laptop", "Synced", "");
    table.row("hub", "OutOfSync", "all is new");

    assertEquals(
        """
        NODE     SYNC        REASON
        laptop   Synced      -
        hub      OutOfSync   all is new
        """,
        table.text(0));
  }

  @Test
  void shouldCutLinesAtTheWidthOfTheTerminal() {
    Table table = new Table("NODE", "REASON");
    table.row("laptop", "a reason that is longer than this terminal is wide");

    String longest =
        table.text(40).lines().max(java.util.Comparator.comparing(String::length)).orElseThrow();

    assertEquals("laptop   a reason that is longer than...", longest);
  }

  @Test
  void shouldKeepHostileCellsOnTheirLine() {
    Table table = new Table("NODE", "REASON");
    table.row("a", "x\n\033[31mred\u202e");

    String text = table.text(0);

    assertEquals(2, text.lines().count());
    assertFalse(text.contains("\033"));
    assertFalse(text.contains("\u202e"));
  }
}
