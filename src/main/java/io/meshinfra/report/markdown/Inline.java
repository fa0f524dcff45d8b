package io.meshinfra.report.markdown;

import io.meshinfra.model.Printable;
import java.net.URI;
import java.util.regex.Pattern;

/**
 * Text on one line. Characters that could mean something are written as numeric entities: all
 * Markdown dialects take those, while each knows other backslashes.
 */
final class Inline {
  /** A reason longer than this belongs into the full report. */
  private static final int LONGEST = 600;

  /** Punctuation that means nothing within a line. */
  private static final String PUNCTUATION = " .,;:/()'\"-+=?";

  /** Between two characters of which forges would make a mention, a reference or a link. */
  private static final String ZERO_WIDTH_SPACE = "&#8203;";

  /** In code it is neither a mention nor part of an address. */
  private static final String AT = "<code>@</code>";

  private static final Pattern WEB_ADDRESS =
      Pattern.compile("(?i)(:(?=//)|\\bwww(?=\\.)|\\bgh-(?=[0-9])|\\bmailto(?=:)|\\bxmpp(?=:))");

  /** Pagure sends a mail even for one in a code span. */
  private static final Pattern MENTION = Pattern.compile("(?<![A-Za-z0-9_])@(?=[A-Za-z0-9_])");

  private Inline() {}

  static String plain(String text) {
    String line = WEB_ADDRESS.matcher(cut(oneLine(text))).replaceAll("$1\u200b");
    StringBuilder out = new StringBuilder(line.length() + 16);
    int start = listStart(line);
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\u200b') {
        out.append(ZERO_WIDTH_SPACE);
      } else if (c == '@') {
        out.append(AT);
      } else if (isLetterOrDigit(c) || i != start && PUNCTUATION.indexOf(c) >= 0) {
        out.append(c);
      } else {
        out.append("&#").append((int) c).append(pulls(line, i) ? ";" + ZERO_WIDTH_SPACE : ";");
      }
    }
    return out.toString();
  }

  /**
   * Where the character is that would start a list, were this the beginning of a line: a hyphen and
   * its like, or the dot after a number; -1 for none.
   */
  private static int listStart(String line) {
    int digits = 0;
    while (digits < line.length() && line.charAt(digits) >= '0' && line.charAt(digits) <= '9') {
      digits++;
    }
    boolean starts =
        digits < line.length() && (digits == 0 ? "-+=/" : ".)").indexOf(line.charAt(digits)) >= 0;
    return starts ? digits : -1;
  }

  private static boolean pulls(String line, int at) {
    return at + 1 < line.length() && Character.isLetterOrDigit(line.charAt(at + 1));
  }

  /** A bar would end a cell of a table even between backticks, so it gets the tag instead. */
  static String code(String text) {
    if (text.indexOf('|') >= 0) {
      return "<code>" + plain(text) + "</code>";
    }
    String line = MENTION.matcher(cut(oneLine(text))).replaceAll("@\u200b");
    String fence = "`".repeat(longestRun(line) + 1);
    boolean pad = line.isEmpty() || line.startsWith("`") || line.endsWith("`");
    return pad ? fence + " " + line + " " + fence : fence + line + fence;
  }

  static int longestRun(CharSequence text) {
    int longest = 0;
    int run = 0;
    for (int i = 0; i < text.length(); i++) {
      run = text.charAt(i) == '`' ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return longest;
  }

  /** Letters of other scripts mean nothing to any forge. */
  private static boolean isLetterOrDigit(char c) {
    return c >= 0x80 || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
  }

  /** Whether a browser opens it as a page; a forge may send any address. */
  static boolean isPage(URI address) {
    return "https".equalsIgnoreCase(address.getScheme())
        || "http".equalsIgnoreCase(address.getScheme());
  }

  static String address(URI address) {
    return address.toASCIIString().replace("(", "%28").replace(")", "%29");
  }

  private static String oneLine(String text) {
    return Printable.block(text).replaceAll("[\\n\\t ]+", " ").strip();
  }

  private static String cut(String line) {
    if (line.length() <= LONGEST) {
      return line;
    }
    boolean half = Character.isHighSurrogate(line.charAt(LONGEST - 1));
    return line.substring(0, half ? LONGEST - 1 : LONGEST) + "...";
  }
}
