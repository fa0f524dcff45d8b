package io.meshinfra.session;

import io.meshinfra.model.Printable;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The sessions that a commit message names.
 *
 * <p>A line {@code Session: ID} counts wherever it stands: a forge that squashes commits appends
 * trailers of its own below, and that must not let a commit out of its contract. What is no session
 * counts only among the trailers, the last paragraph, so that prose may say the word.
 *
 * @param malformed trailers whose value is no session, made printable
 */
public record SessionTrailers(Set<SessionId> ids, List<String> malformed) {
  public static final String KEY = "Session";

  private static final int FLAGS = Pattern.MULTILINE | Pattern.CASE_INSENSITIVE;
  private static final Pattern NAMED =
      Pattern.compile("^session[ \\t]*:[ \\t]*(" + SessionId.FORM + ")[ \\t]*$", FLAGS);
  private static final Pattern ANY = Pattern.compile("^session[ \\t]*:[ \\t]*(.*?)[ \\t]*$", FLAGS);

  public SessionTrailers {
    ids = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(ids));
    malformed = List.copyOf(malformed);
  }

  public static SessionTrailers of(String message) {
    String text = message.replace("\r\n", "\n").strip();
    Set<SessionId> ids = new LinkedHashSet<>();
    Matcher named = NAMED.matcher(text);
    while (named.find()) {
      ids.add(new SessionId(named.group(1).toLowerCase(java.util.Locale.ROOT)));
    }
    List<String> malformed =
        ANY.matcher(lastParagraph(text))
            .results()
            .filter(line -> !NAMED.matcher(line.group()).matches())
            .map(line -> Printable.quote(line.group(1)))
            .toList();
    return new SessionTrailers(ids, malformed);
  }

  /** Trailers follow a blank line: a message of one paragraph has none. */
  private static String lastParagraph(String text) {
    int blank = text.lastIndexOf("\n\n");
    return blank < 0 ? "" : text.substring(blank + 2);
  }

  /** Whether the commit says to be of a session, in whatever words. */
  public boolean isEmpty() {
    return ids.isEmpty() && malformed.isEmpty();
  }

  /** The line to put below a commit message. */
  public static String line(SessionId id) {
    return KEY + ": " + id;
  }
}
