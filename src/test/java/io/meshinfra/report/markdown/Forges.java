package io.meshinfra.report.markdown;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.commonmark.ext.autolink.AutolinkExtension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;

/** What a forge makes of Markdown: the parts of it that do something, or that people see. */
public final class Forges {
  /** What forges turn into links and mails, in text that is not code. */
  private static final Pattern PULLS =
      Pattern.compile("(?:^|\\W)@[A-Za-z0-9]|[#!~%$&^][A-Za-z0-9]|\\bGH-[0-9]|://\\w|\\bwww\\.\\w");

  private final List<String> acting = new ArrayList<>();
  private final List<String> blocks = new ArrayList<>();
  private final StringBuilder shown = new StringBuilder();

  private Forges(String markdown) {
    parsed(markdown).accept(new Reader());
  }

  public static Forges read(String markdown) {
    return new Forges(markdown);
  }

  private static Node parsed(String markdown) {
    return Parser.builder()
        .extensions(List.of(TablesExtension.create(), AutolinkExtension.create()))
        .build()
        .parse(markdown);
  }

  /** Links, images, tags, mentions and references. */
  public List<String> acting() {
    return List.copyOf(acting);
  }

  /** What is in code blocks. */
  public List<String> blocks() {
    return List.copyOf(blocks);
  }

  /** What people see outside of code blocks. */
  public String shown() {
    return shown.toString();
  }

  private final class Reader extends AbstractVisitor {
    private boolean code;

    @Override
    public void visit(Text text) {
      shown.append(text.getLiteral());
      if (!code && PULLS.matcher(text.getLiteral()).find()) {
        acting.add("pulls: " + text.getLiteral());
      }
    }

    @Override
    public void visit(Code span) {
      shown.append(span.getLiteral());
    }

    @Override
    public void visit(FencedCodeBlock block) {
      blocks.add(block.getLiteral());
    }

    @Override
    public void visit(IndentedCodeBlock block) {
      acting.add("indented: " + block.getLiteral());
    }

    @Override
    public void visit(HtmlInline tag) {
      if (tag.getLiteral().equals("<code>") || tag.getLiteral().equals("</code>")) {
        code = tag.getLiteral().equals("<code>");
      } else {
        acting.add("tag: " + tag.getLiteral());
      }
    }

    @Override
    public void visit(HtmlBlock block) {
      acting.add("html: " + block.getLiteral());
    }

    @Override
    public void visit(Link link) {
      acting.add("link: " + link.getDestination());
      visitChildren(link);
    }

    @Override
    public void visit(Image image) {
      acting.add("image: " + image.getDestination());
    }

    @Override
    public void visit(LinkReferenceDefinition definition) {
      acting.add("reference: " + definition.getDestination());
    }
  }
}
