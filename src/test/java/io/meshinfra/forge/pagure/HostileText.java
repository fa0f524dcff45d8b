package io.meshinfra.forge.pagure;

import io.meshinfra.forge.PullRequest;
import io.meshinfra.report.markdown.Markdown;
import java.util.List;

/** What file names, file contents and nodes may say, and a report that has it everywhere. */
final class HostileText {
  private HostileText() {}

  static List<String> in(PullRequest.Id pull) {
    return List.of(
        "</code></pre></td></table><script>alert(1)</script>",
        "<img src=x onerror=alert(1)> <b>0 changes</b>",
        "![x](http://evil.example/p.png) [click](javascript:alert(1))",
        "` @owner ``` @ada ~~gone~~ **bold** _it_",
        "```\n</div>\n# 0 changes\n- @owner\n1. one\n> quote",
        "http://evil.example/a <https://evil.example> irc://evil.example www.evil.example",
        "#%1$s PR#%1$s fleet#%1$s #%1$s".formatted(pull),
        "| a | b |\n|---|---|\n| @owner | <i>x</i> |",
        "&lt;img src=x&gt; &#60;b&#62; &amp;#60;b&amp;#62;",
        "<details><summary>s</summary> <!-- --> -->",
        "!!! danger \"x\"\n    y",
        "[TOC]",
        "Term\n: definition",
        "\u202egnp.exe \u001b[31m \u200b\ufeff 🎉 ＠owner");
  }

  /** In a sentence, in a name, in a table, in a list and as a block. */
  static String everywhere(String text) {
    return Markdown.paragraphs(
            Markdown.of("**Plan of {}**", text),
            Markdown.of("Path {} is here", Markdown.code(text)),
            Markdown.join(
                "\n",
                List.of(
                    Markdown.row(List.of(Markdown.plain("node"), Markdown.plain("why"))),
                    Markdown.of("|---|---|"),
                    Markdown.row(List.of(Markdown.code(text), Markdown.plain(text))))),
            Markdown.items(List.of(Markdown.plain(text), Markdown.code(text))),
            Markdown.block("diff", "-" + text + "\n+" + text),
            Markdown.block("", text))
        .text();
  }
}
