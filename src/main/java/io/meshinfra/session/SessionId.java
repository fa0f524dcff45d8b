package io.meshinfra.session;

import io.meshinfra.model.Printable;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names one session, like {@code 20261123-claude-4f2a9c01}: the day, the agent, eight hexadecimal
 * digits. The form is strict, so that no sentence in a commit message is taken for one.
 */
public record SessionId(String value) implements Comparable<SessionId> {
  static final String FORM = "[0-9]{8}-[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?-[0-9a-f]{8}";
  private static final Pattern WHOLE = Pattern.compile(FORM);
  private static final String BEFORE = ContractFiles.FOLDER + "session-";
  private static final String AFTER = ".yaml";

  public SessionId {
    if (!WHOLE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a session is named DAY-AGENT-DIGITS, like 20261123-claude-4f2a9c01, not "
              + Printable.quote(value));
    }
  }

  public static SessionId parse(String text) {
    return new SessionId(text);
  }

  /** The session whose contract is kept in that file, if it is the name of such a file. */
  public static Optional<SessionId> ofPath(String path) {
    if (!path.startsWith(BEFORE) || !path.endsWith(AFTER)) {
      return Optional.empty();
    }
    String name = path.substring(BEFORE.length(), path.length() - AFTER.length());
    return WHOLE.matcher(name).matches() ? Optional.of(new SessionId(name)) : Optional.empty();
  }

  /** Where its contract is kept in the repository. */
  public String path() {
    return BEFORE + value + AFTER;
  }

  @Override
  public int compareTo(SessionId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
