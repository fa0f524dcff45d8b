package io.meshinfra.report.markdown;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MarkdownTest {
  /** What somebody might call a file, or let a node print. */
  static List<String> hostile() {
    return List.of(
        "` @ada",
        "```\n# big\n@ada",
        "a`b``c```d @ada <b>",
        "</code><script>alert(1)</script>",
        "<!-- --> <details> &lt; &amp; &#64;ada",
        "![x](https://evil.example/p.png)",
        "[click](javascript:alert(1))",
        "see https://evil.example/a and www.evil.example, ada@evil.example",
        "fixes #1, closes !2, GH-3, ada/repo#4, $5 %6 ~7 ^8 &9",
        "| cell | cell |\n|---|---|\n| @ada | b |",
        "\n\n# heading\n\n- item\n1. one\n> quote\n/close\n/merge",
        "- item",
        "1. one",
        "/close",
        "===",
        "    indented",
        "[ref]: https://evil.example\n[ref]",
        "*bold* _it_ ~~gone~~ \\*x\\* <https://evil.example> ~~~",
        "tab\there \u202egnp.exe\u0007\u001b[31m \u200b\ufeff\r\nnext\u2028line",
        "\ud800 lone, \ud83d\ude80 fine, ＠ada",
        ":smile: (c) :tada:",
        "");
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void shouldShowPlainTextAndNothingElse(String text) {
    assertHarmless(Markdown.plain(text).text());
    assertHarmless(Markdown.of("before {} after", text).text());
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void shouldShowCodeAndNothingElse(String text) {
    assertHarmless(Markdown.code(text).text());
    assertHarmless("*" + Markdown.code(text).text() + "*");
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void shouldKeepEverythingInsideTheBlock(String text) {
    Markdown block = Markdown.block("diff", text + "\n" + text);
    Forges seen = Forges.read(Markdown.paragraphs(block, Markdown.of("@x")).text());

    assertEquals(List.of("pulls: @x"), seen.acting());
    assertEquals(1, seen.blocks().size());
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void shouldKeepCellsAndItemsApart(String text) {
    Markdown row = Markdown.row(List.of(Markdown.code(text), Markdown.plain(text)));
    String table = "| a | b |\n|---|---|\n" + row.text();

    assertHarmless(table);
    assertEquals(3, table.lines().count());
    assertEquals(1, Markdown.items(List.of(Markdown.plain(text))).text().lines().count());
  }

  @Test
  void shouldSurviveAnythingThatRandomHandsMakeOfIt() {
    String alphabet = "`~<>&#@!|[]()*_-+=\\/:.\n\t a1\u202e\"'$%^{}";
    Random random = new Random(4711);
    for (int i = 0; i < 5_000; i++) {
      StringBuilder text = new StringBuilder();
      random
          .ints(random.nextInt(1, 40), 0, alphabet.length())
          .forEach(at -> text.append(alphabet.charAt(at)));
      assertHarmless(Markdown.plain(text.toString()).text());
      assertHarmless(Markdown.code(text.toString()).text());
      Forges block = Forges.read(Markdown.block("", text.toString()).text());
      assertEquals(List.of(), block.acting(), text.toString());
    }
  }

  @Test
  void shouldShowWhatWasMeant() {
    Forges seen = Forges.read(Markdown.of("x {}", "ada@example.org: 5 < 6 & *7* [8] `9`").text());

    assertEquals("x ada@example.org: 5 < 6 & *\u200b7* [\u200b8] `\u200b9`", seen.shown());
    assertEquals("`file:/etc/motd`", Markdown.code("file:/etc/motd").text());
    assertEquals("a|b", Forges.read(Markdown.code("a|b").text()).shown().replace("\u200b", ""));
    assertEquals("a `b`c", Forges.read(Markdown.code("a `b`c").text()).shown());
  }

  @Test
  void shouldLinkPagesOnly() {
    Markdown label = Markdown.code("#12");

    assertEquals(
        List.of("link: https://forge.example/a%28b"),
        Forges.read(Markdown.link(label, URI.create("https://forge.example/a(b")).text()).acting());
    assertEquals(label, Markdown.link(label, URI.create("javascript:alert(1)")));
  }

  @Test
  void shouldFoldWithoutLettingTheSummaryOut() {
    Markdown fold = Markdown.fold("</summary><b>", Markdown.block("diff", "</details>"));

    List<String> acting = Forges.read(fold.text()).acting();
    assertEquals(2, acting.size(), acting.toString());
    assertFalse(acting.getFirst().contains("<b>"), acting.getFirst());
    assertTrue(acting.getLast().startsWith("html: </details>"), acting.getLast());
  }

  @Test
  void shouldMarkInvisibly() {
    String marker = Markdown.marker("fleet=ho-->me -- x>").text();

    assertEquals("<!-- fleet=ho-.me - x. -->", marker);
    assertEquals("", Forges.read(marker).shown());
  }

  @Test
  void shouldCutWhatNobodyReads() {
    assertTrue(Markdown.plain("\ud83d\ude80".repeat(5_000)).length() < 700);
    assertTrue(Markdown.block("", "x".repeat(5_000)).text().contains("... (4500 more characters)"));
  }

  @Test
  void shouldRefuseABlockInACell() {
    Markdown block = Markdown.block("", "x");

    assertThrows(IllegalArgumentException.class, () -> Markdown.row(List.of(block)));
    assertThrows(IllegalArgumentException.class, () -> Markdown.items(List.of(block)));
    assertThrows(IllegalArgumentException.class, () -> Markdown.of("{} {}", "one"));
    assertThrows(IllegalArgumentException.class, () -> Markdown.of("{}", "one", "two"));
  }

  private static void assertHarmless(String markdown) {
    Forges seen = Forges.read(markdown);
    assertEquals(List.of(), seen.acting(), markdown);
    assertEquals(List.of(), seen.blocks(), markdown);
    assertTrue(markdown.chars().noneMatch(c -> c < ' ' && c != '\n'), markdown);
  }
}
