package io.meshinfra.network.sshd;

import io.meshinfra.network.intent.RootLogin;
import io.meshinfra.resource.AccountName;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the sshd of a node shall do; that it takes keys only goes without saying.
 *
 * @param ports where it listens
 * @param users nobody else gets in; without them everybody who has a key
 */
public record SshdRules(
    SortedSet<Integer> ports, RootLogin rootLogin, Optional<SortedSet<AccountName>> users) {
  public SshdRules {
    ports = Collections.unmodifiableSortedSet(new TreeSet<>(ports));
    users = users.map(names -> Collections.unmodifiableSortedSet(new TreeSet<>(names)));
  }
}
