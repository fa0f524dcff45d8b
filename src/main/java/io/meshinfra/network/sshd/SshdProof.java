package io.meshinfra.network.sshd;

import io.meshinfra.resource.AccountName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Compares what the text of a drop-in says with what was meant. */
public final class SshdProof {
  private SshdProof() {}

  /** Where the two differ, each to be read on its own; none when they agree. */
  public static List<String> differences(SshdDropIn said, SshdRules meant) {
    List<String> differences = new ArrayList<>(said.besidesKeys());
    if (!said.ports().equals(meant.ports())) {
      differences.add("it listens on %s and not on %s".formatted(said.ports(), meant.ports()));
    }
    if (!said.rootLogin().equals(meant.rootLogin().word())) {
      differences.add(
          "permitrootlogin is %s and not %s".formatted(said.rootLogin(), meant.rootLogin().word()));
    }
    SortedSet<String> users = new TreeSet<>();
    meant.users().ifPresent(names -> names.stream().map(AccountName::value).forEach(users::add));
    if (!said.users().equals(users)) {
      differences.add("it lets in %s and not %s".formatted(said.users(), users));
    }
    return differences;
  }

  /**
   * Why the hub would not get in any more, if so.
   *
   * @param login as whom it comes
   */
  public static Optional<String> lockedOut(SshdDropIn said, String login) {
    if (said.letsIn(login)) {
      return Optional.empty();
    }
    return Optional.of(
        said.users().isEmpty() || said.users().contains(login)
            ? "it comes as %s, and root_login is no; use prohibit-password, or another user for the Node"
                .formatted(login)
            : "it comes as %s, which is not among users; add it".formatted(login));
  }
}
