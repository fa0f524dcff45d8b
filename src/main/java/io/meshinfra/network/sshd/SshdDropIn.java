package io.meshinfra.network.sshd;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the text of a drop-in says, as sshd would take it.
 *
 * @param ports where it listens
 * @param settings keywords in lower case, each with the first value that it has
 * @param users who alone may log in; empty for everybody
 */
public record SshdDropIn(
    SortedSet<Integer> ports, SortedMap<String, String> settings, SortedSet<String> users) {
  /** What must be said for nobody to get in by anything but a key. */
  private static final Map<String, String> KEYS_ONLY =
      new TreeMap<>(
          Map.of(
              "authenticationmethods", "publickey",
              "kbdinteractiveauthentication", "no",
              "passwordauthentication", "no",
              "permitemptypasswords", "no",
              "pubkeyauthentication", "yes"));

  public SshdDropIn {
    ports = Collections.unmodifiableSortedSet(new TreeSet<>(ports));
    settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    users = Collections.unmodifiableSortedSet(new TreeSet<>(users));
  }

  /** What became of reading one. */
  public sealed interface Reading {
    /** All of it is understood. */
    record Read(SshdDropIn dropIn) implements Reading {}

    /** Something is not, so that nothing can be said of it. */
    record NotUnderstood(String reason) implements Reading {}
  }

  /** By what else than a key somebody might get in; none when by nothing. */
  public List<String> besidesKeys() {
    List<String> wrong = new ArrayList<>();
    KEYS_ONLY.forEach((keyword, value) -> {
      String said = settings.getOrDefault(keyword, "not set");
      if (!said.equals(value)) {
        wrong.add("%s is %s".formatted(keyword, said));
      }
    });
    String root = rootLogin();
    if (!root.equals("prohibit-password") && !root.equals("no")) {
      wrong.add("permitrootlogin is " + root);
    }
    return wrong;
  }

  public String rootLogin() {
    return settings.getOrDefault("permitrootlogin", "not set");
  }

  /** Whether somebody with a key gets in as that account. */
  public boolean letsIn(String account) {
    return (users.isEmpty() || users.contains(account))
        && !(account.equals("root") && rootLogin().equals("no"));
  }
}
