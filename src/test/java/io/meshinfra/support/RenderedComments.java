package io.meshinfra.support;

import java.util.ArrayList;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;

/** What a browser makes of the comments on the page of a pull request. */
public final class RenderedComments {
  private RenderedComments() {}

  /** The comments that people wrote, the oldest first. */
  public static List<Element> on(String page) {
    return Jsoup.parse(page).select(".comment_body > .markdown");
  }

  /**
   * The elements and what they are in, without words: two texts that differ in words only have the
   * same. Not counted is what is there for the words: the {@code span} that Pagure colours code
   * with, and the {@code code} that the hub puts around an at sign.
   */
  public static String shape(Element element) {
    StringBuilder shape = new StringBuilder();
    describe(element, shape);
    return shape.toString();
  }

  private static void describe(Element element, StringBuilder shape) {
    boolean counts =
        !element.nameIs("span") && !(element.nameIs("code") && element.text().equals("@"));
    if (counts) {
      shape.append(element.nodeName()).append(attributes(element)).append('(');
    }
    element.children().forEach(child -> describe(child, shape));
    if (counts) {
      shape.append(')');
    }
  }

  private static List<String> attributes(Element element) {
    List<String> all = new ArrayList<>();
    element.attributes().forEach(attribute -> all.add(attribute.getKey()));
    return all;
  }
}
