package io.meshinfra.network.identity;

import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads the files of one node as sshd would, to find out which principal opens which login. It
 * refuses every line that has no place in files of ours.
 */
final class TrustReader {
  private static final String MATCH = "Match User ";
  private static final List<String> WITHIN =
      List.of(
          "TrustedUserCAKeys /etc/ssh/mesh-ca/user-ca.pub",
          "AuthorizedPrincipalsFile /etc/ssh/mesh-ca/principals/%u",
          "RevokedKeys /etc/ssh/mesh-ca/revoked.krl");

  private TrustReader() {}

  /**
   * The principals of each login that may be opened by a certificate at all.
   *
   * @throws IllegalArgumentException with the line that is not understood
   */
  static SortedMap<String, SortedSet<String>> read(NodeTrust trust) {
    List<String> lines =
        trust.dropIn().lines().filter(line -> !line.startsWith("#")).map(String::strip).toList();
    SortedMap<String, SortedSet<String>> opened = new TreeMap<>();
    if (lines.isEmpty()) {
      return opened;
    }
    boolean ours =
        lines.size() == WITHIN.size() + 2
            && lines.getFirst().startsWith(MATCH)
            && lines.subList(1, lines.size() - 1).equals(WITHIN)
            && lines.getLast().equals("Match all");
    if (!ours) {
      throw new IllegalArgumentException("it has other lines than ours: " + lines);
    }
    for (String login : lines.getFirst().substring(MATCH.length()).split(",", -1)) {
      if (!login.matches("[a-z_][a-z0-9_.-]*")) {
        throw new IllegalArgumentException("a login is a pattern: " + login);
      }
      opened.put(login, principals(trust.principals().getOrDefault(login, "")));
    }
    return opened;
  }

  private static SortedSet<String> principals(String file) {
    SortedSet<String> names = new TreeSet<>();
    for (String line : Arrays.asList(file.split("\n"))) {
      if (!line.matches("[A-Za-z0-9._-]+")) {
        throw new IllegalArgumentException("a principal has options or is none: " + line);
      }
      names.add(line);
    }
    return names;
  }
}
