package io.meshinfra.grounding;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The links of a Markdown page and what others can link to. Code is not looked at; a page that is
 * no Markdown gives no wrong links, at worst none.
 *
 * @param anchors of its headings, as forges make them, and those it sets itself
 */
record MarkdownPage(List<Link> links, Set<String> anchors) {
  MarkdownPage {
    links = List.copyOf(links);
    anchors = Set.copyOf(anchors);
  }

  /** A link and where it stands, counted from 1. */
  record Link(String target, int line, int column) {}

  static MarkdownPage of(String text) {
    Reader reader = new Reader();
    text.replace("\r\n", "\n").lines().forEach(reader::line);
    return new MarkdownPage(reader.links, reader.anchors);
  }

  private static final class Reader {
    private static final Pattern FENCE = Pattern.compile(" {0,3}(`{3,}|~{3,}).*");
    private static final Pattern HEADING = Pattern.compile(" {0,3}#{1,6}[ \\t]+(.*?)[ \\t]*#*");
    private static final Pattern UNDERLINE = Pattern.compile(" {0,3}(=+|-{2,})[ \\t]*");
    private static final Pattern DEFINITION =
        Pattern.compile(" {0,3}\\[[^\\]]{1,200}\\]:[ \\t]*<?([^\\s>]+)>?.*");
    private static final Pattern ATTRIBUTE =
        Pattern.compile("<(?:a|img)\\b[^>]*?\\b(?:href|src)=[\"']([^\"']*)[\"']");
    private static final Pattern SET =
        Pattern.compile("<[a-z0-9]+\\b[^>]*?\\b(?:id|name)=[\"']([^\"']*)[\"']");

    /** Longer lines are no prose. */
    private static final int LONGEST_LINE = 20_000;

    private final List<Link> links = new ArrayList<>();
    private final Set<String> anchors = new HashSet<>();
    private final Map<String, Integer> headings = new HashMap<>();
    private String fence = "";
    private boolean comment;
    private String before = "";
    private int number;

    void line(String line) {
      number++;
      Matcher open = FENCE.matcher(line);
      if (!fence.isEmpty()) {
        if (open.matches() && closes(line.strip())) {
          fence = "";
        }
      } else if (open.matches()) {
        fence = open.group(1);
      } else if (line.length() <= LONGEST_LINE) {
        prose(withoutComments(line));
      }
    }

    private boolean closes(String line) {
      return line.startsWith(fence) && line.chars().allMatch(c -> c == fence.charAt(0));
    }

    private String withoutComments(String line) {
      StringBuilder out = new StringBuilder(line);
      int from = 0;
      while (from < out.length()) {
        int edge = out.indexOf(comment ? "-->" : "<!--", from);
        int end = edge < 0 ? out.length() : comment ? edge + 3 : edge;
        if (comment) {
          blank(out, from, end);
        }
        if (edge < 0) {
          break;
        }
        comment = !comment;
        from = end;
      }
      return out.toString();
    }

    private static void blank(StringBuilder text, int from, int to) {
      for (int i = from; i < to; i++) {
        text.setCharAt(i, ' ');
      }
    }

    private void prose(String line) {
      heading(line);
      String plain = withoutCode(line);
      inline(plain);
      matches(DEFINITION, plain, true);
      matches(ATTRIBUTE, plain, false);
      Matcher set = SET.matcher(plain);
      while (set.find()) {
        anchors.add(set.group(1));
      }
      before = line;
    }

    private void matches(Pattern pattern, String line, boolean whole) {
      Matcher matcher = pattern.matcher(line);
      while (whole ? matcher.matches() : matcher.find()) {
        add(matcher.group(1), matcher.start(1));
        if (whole) {
          return;
        }
      }
    }

    private void heading(String line) {
      Matcher marked = HEADING.matcher(line);
      if (marked.matches()) {
        anchor(marked.group(1));
      } else if (UNDERLINE.matcher(line).matches() && !before.isBlank()) {
        anchor(before.strip());
      }
    }

    /**
     * As forges make them: letters, digits, - and _ stay, blanks become -, a number makes it
     * unique.
     */
    private void anchor(String heading) {
      String shown =
          heading
              .replaceAll("!?\\[([^\\]]*)\\]\\([^)]*\\)", "$1")
              .replaceAll("[`*]", "")
              .toLowerCase(Locale.ROOT);
      StringBuilder slug = new StringBuilder();
      shown
          .codePoints()
          .filter(c -> Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == ' ')
          .forEach(c -> slug.appendCodePoint(c == ' ' ? '-' : c));
      int same = headings.merge(slug.toString(), 1, Integer::sum) - 1;
      anchors.add(same == 0 ? slug.toString() : slug + "-" + same);
    }

    /** Spans of code become blanks; the columns of the rest stay. */
    private static String withoutCode(String line) {
      StringBuilder out = new StringBuilder(line);
      int at = out.indexOf("`");
      while (at >= 0) {
        int run = at;
        while (run < out.length() && out.charAt(run) == '`') {
          run++;
        }
        int end = closing(out, run, run - at);
        if (end > 0) {
          blank(out, at, end);
        }
        at = out.indexOf("`", end > 0 ? end : run);
      }
      return out.toString();
    }

    /** Where the span ends that so many backticks opened; 0 when it does not end on this line. */
    private static int closing(StringBuilder line, int from, int ticks) {
      int i = from;
      while (i < line.length()) {
        int run = i;
        while (run < line.length() && line.charAt(run) == '`') {
          run++;
        }
        if (run - i == ticks) {
          return run;
        }
        i = run == i ? i + 1 : run;
      }
      return 0;
    }

    /** What stands in the parentheses of {@code [text](target "title")}, however text nests. */
    private void inline(String line) {
      for (int at = line.indexOf("]("); at >= 0; at = line.indexOf("](", at + 2)) {
        int from = at + 2;
        while (from < line.length() && line.charAt(from) == ' ') {
          from++;
        }
        if (from < line.length() && line.charAt(from) == '<') {
          int end = line.indexOf('>', from);
          if (end > 0) {
            add(line.substring(from + 1, end), from + 1);
          }
        } else {
          int end = end(line, from);
          if (end > from) {
            add(line.substring(from, end), from);
          }
        }
      }
    }

    /** At a blank or at the parenthesis that was not opened within; -1 when there is none. */
    private static int end(String line, int from) {
      int depth = 0;
      for (int i = from; i < line.length(); i++) {
        char c = line.charAt(i);
        if (c == '(') {
          depth++;
        } else if (c == ')' && depth-- == 0 || Character.isWhitespace(c)) {
          return i;
        }
      }
      return -1;
    }

    private void add(String target, int column) {
      links.add(new Link(target, number, column + 1));
    }
  }
}
