package io.meshinfra.network.intent;

import io.meshinfra.desired.yaml.Position;
import io.meshinfra.resource.AccountName;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Who may log in by the sshd of a node.
 *
 * @param at where it is written, else the node
 * @param users nobody else may log in; without them everybody who has a key
 * @param service unit or script that runs sshd
 */
public record SshdSettings(
    Position at, Optional<SortedSet<AccountName>> users, RootLogin rootLogin, Label service) {
  public SshdSettings {
    users = users.map(names -> Collections.unmodifiableSortedSet(new TreeSet<>(names)));
  }
}
