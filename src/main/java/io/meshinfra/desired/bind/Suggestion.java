package io.meshinfra.desired.bind;

import io.meshinfra.model.Printable;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** "did you mean": the known word that is nearest to a mistyped one. */
public final class Suggestion {
  private static final int MOST_LISTED = 12;

  /** Longer words are no typing mistakes, and comparing them costs. */
  private static final int LONGEST = 200;

  private Suggestion() {}

  /** {@code ; did you mean "owner"?}, else {@code ; known are: ...}, else nothing. */
  public static String of(String word, Collection<String> known) {
    Optional<String> near = nearest(word, known);
    if (near.isPresent()) {
      return "; did you mean " + Printable.quote(near.get()) + "?";
    }
    if (known.isEmpty()) {
      return "";
    }
    List<String> shown = known.stream().sorted().limit(MOST_LISTED).map(Printable::line).toList();
    String more = known.size() > MOST_LISTED ? ", ..." : "";
    return "; known are: " + String.join(", ", shown) + more;
  }

  public static Optional<String> nearest(String word, Collection<String> known) {
    if (word.length() > LONGEST) {
      return Optional.empty();
    }
    int allowed = Math.max(1, word.length() / 3);
    return known.stream()
        .filter(candidate -> Math.abs(candidate.length() - word.length()) <= allowed)
        .map(candidate -> new Near(candidate, distance(lower(word), lower(candidate))))
        .filter(near -> near.distance() <= allowed)
        .min(Comparator.comparingInt(Near::distance).thenComparing(Near::word))
        .map(Near::word);
  }

  private record Near(String word, int distance) {}

  private static String lower(String word) {
    return word.toLowerCase(java.util.Locale.ROOT);
  }

  /** Edit distance in which two swapped neighbours count once. */
  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
