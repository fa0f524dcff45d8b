package io.meshinfra.grounding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.desired.Finding;
import io.meshinfra.source.DirectoryTree;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkCheckTest {
  @TempDir Path folder;

  private LinkCheck.Links check(String page) {
    TreeOf tree =
        new TreeOf(folder)
            .with("docs/page.md", page)
            .with("docs/other.md", "# One thing\n\n## One thing\n\nSet\n===\n<a id=\"own\"></a>\n")
            .with("docs/a b.md", "")
            .with("src/Main.java", "");
    return LinkCheck.check(tree.tree(), Set.of("link"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[a](other.md)",
        "[a](./other.md \"title\")",
        "[a](<a b.md>)",
        "[a](a%20b.md)",
        "[a](../src/Main.java#L3)",
        "[a](../src)",
        "[a](../src/)",
        "[a](/docs/other.md)",
        "[a](..)",
        "[a](../link)",
        "[a](other.md#one-thing)",
        "[a](other.md#one-thing-1)",
        "[a](other.md#set)",
        "[a](other.md#own)",
        "# My `code` & *more*: [x](other.md)\n[a](#my-code--more-x)",
        "## 🎯 Purpose\n[a](#-purpose)",
        "[![badge](other.md)](../src/Main.java)",
        "[ref]\n\n[ref]: other.md",
        "<img src=\"other.md\">"
      })
  void shouldFollowLinksThatLeadSomewhere(String page) {
    LinkCheck.Links links = check(page);

    assertEquals(List.of(), links.findings());
    assertTrue(links.links() > 0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[a](https://example.org/x)",
        "[a](mailto:a@example.org)",
        "[a](//example.org)",
        "`[a](nowhere.md)`",
        "``[a](`nowhere.md)``",
        "```\n[a](nowhere.md)\n```",
        "~~~~\n[a](nowhere.md)\n~~~\n~~~~",
        "<!-- [a](nowhere.md)\n[a](nowhere.md) -->",
        "no link at all ]( "
      })
  void shouldLeaveOtherThingsAlone(String page) {
    LinkCheck.Links links = check(page);

    assertEquals(List.of(), links.findings());
    assertEquals(0, links.links());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[a](nowhere.md)",
        "[a](Other.md)",
        "[![badge](nowhere.png)](other.md)",
        "[ref]: nowhere.md",
        "<a href='nowhere.md'>x</a>",
        "[a](../../outside.md)",
        "[a](other.md#no-heading)",
        "[a](#no-heading)",
        "<!-- c --> [a](nowhere.md)",
        "`code` [a](nowhere.md)",
        "[a](%ZZ)"
      })
  void shouldFindLinksThatLeadNowhere(String page) {
    LinkCheck.Links links = check(page);

    assertEquals(1, links.findings().size(), links.findings().toString());
  }

  @Test
  void shouldSayWhereItIsAndMakeItPrintable() {
    Finding finding = check("first\n\n see [a](no\033where.md)").findings().getFirst();

    assertEquals(
        "docs/page.md:3:10: the link \"no\\u001bwhere.md\" leads nowhere: there is no"
            + " \"docs/no\\u001bwhere.md\"",
        finding.toString());
  }

  @Test
  void shouldNotReadAHugePage() {
    LinkCheck.Links links = check("[a](nowhere.md)\n".repeat(LinkCheck.LARGEST_PAGE / 10));

    assertEquals(1, links.findings().size());
    assertTrue(links.findings().getFirst().message().contains("too large"));
  }

  @Test
  void shouldTellOnlySoMany() {
    assertEquals(200, check("[a](nowhere.md)\n".repeat(300)).findings().size());
  }

  /** Those of this repository. */
  @Test
  void shouldAllLeadSomewhereHere() {
    DirectoryTree here = new TreeOf(Path.of("")).tree();

    LinkCheck.Links links = LinkCheck.check(here, here.refused().keySet());

    assertEquals(List.of(), links.findings());
    assertTrue(links.links() > 10, links.toString());
  }
}
