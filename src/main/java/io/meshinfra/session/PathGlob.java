package io.meshinfra.session;

import io.meshinfra.model.Printable;
import java.util.List;

/**
 * A set of paths in the repository: {@code *} and {@code ?} stay within one folder, {@code **} as a
 * whole part spans any number of folders, a slash at the end means all that is below.
 */
public record PathGlob(String text) {
  private static final int LONGEST = 256;
  private static final String ANY_DEPTH = "**";

  public PathGlob {
    String mistake = mistake(text);
    if (!mistake.isEmpty()) {
      throw new IllegalArgumentException(mistake + ": " + Printable.quote(text));
    }
  }

  public static PathGlob parse(String text) {
    return new PathGlob(text);
  }

  private static String mistake(String text) {
    if (text.isBlank()) {
      return "a path is missing";
    }
    if (text.length() > LONGEST) {
      return "a path is at most " + LONGEST + " characters long";
    }
    if (text.startsWith("/") || text.startsWith("~")) {
      return "a path starts at the top of the repository, without / or ~";
    }
    if (text.chars().anyMatch(c -> Character.isISOControl(c) || "[]{}\\!".indexOf(c) >= 0)) {
      return "a path has *, ? and ** only, no brackets, backslashes or ! (write one path a line)";
    }
    return partMistake(text);
  }

  private static String partMistake(String text) {
    for (String part : text.split("/")) {
      if (part.equals("..") || part.equals(".")) {
        return "a path must not leave the repository or go in circles by . and ..";
      }
      if (part.isEmpty()) {
        return "a path has no empty parts";
      }
      if (part.contains(ANY_DEPTH) && !part.equals(ANY_DEPTH)) {
        return "** stands alone between slashes";
      }
    }
    return "";
  }

  /**
   * @param path as git writes it; one that goes in circles, as no git makes it, matches nothing
   */
  public boolean matches(String path) {
    List<String> parts = List.of(path.split("/", -1));
    boolean straight = parts.stream().noneMatch(part -> part.equals(".") || part.equals(".."));
    return straight && parts(List.of(whole().split("/")), parts);
  }

  /** What is below a folder is not the folder: a link in its place would be something else. */
  private String whole() {
    String whole = text.endsWith("/") ? text + ANY_DEPTH : text;
    return whole.equals(ANY_DEPTH) || whole.endsWith("/" + ANY_DEPTH) ? whole + "/*" : whole;
  }

  /** Rows are parts of the glob, columns parts of the path: no pattern makes it slow. */
  private static boolean parts(List<String> glob, List<String> path) {
    boolean[] reached = new boolean[path.size() + 1];
    reached[0] = true;
    for (String part : glob) {
      boolean[] next = new boolean[path.size() + 1];
      next[0] = reached[0] && part.equals(ANY_DEPTH);
      for (int i = 1; i <= path.size(); i++) {
        next[i] =
            part.equals(ANY_DEPTH)
                ? reached[i] || next[i - 1]
                : reached[i - 1] && part(part, path.get(i - 1));
      }
      reached = next;
    }
    return reached[path.size()];
  }

  private static boolean part(String glob, String name) {
    int g = 0;
    int n = 0;
    int star = -1;
    int mark = 0;
    while (n < name.length()) {
      if (g < glob.length() && glob.charAt(g) == '*') {
        star = g++;
        mark = n;
      } else if (g < glob.length() && (glob.charAt(g) == '?' || glob.charAt(g) == name.charAt(n))) {
        g++;
        n++;
      } else if (star >= 0) {
        g = star + 1;
        n = ++mark;
      } else {
        return false;
      }
    }
    return glob.substring(g).chars().allMatch(c -> c == '*');
  }

  @Override
  public String toString() {
    return text;
  }
}
