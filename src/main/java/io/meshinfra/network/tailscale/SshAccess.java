package io.meshinfra.network.tailscale;

import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.intent.Selector;
import io.meshinfra.resource.AccountName;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Who logs in by Tailscale SSH, which does not ask the sshd of a node: {@code admin}, on every
 * node, to the accounts that are written. None when no account is.
 *
 * @param from nodes of the fleet: a device without a tag is a person to Tailscale, and of those the
 *     intent knows nothing
 */
record SshAccess(SortedSet<NodeName> from, SortedSet<NodeName> to, SortedSet<AccountName> users) {
  static SshAccess of(Intent intent, Tailnet tailnet) {
    SortedSet<AccountName> users = intent.tailscale().sshUsers();
    if (users.isEmpty()) {
      return new SshAccess(new TreeSet<>(), new TreeSet<>(), users);
    }
    SortedSet<NodeName> tagged =
        tailnet.devices().values().stream()
            .filter(device -> device.tag().isPresent())
            .map(Tailnet.Device::name)
            .collect(Collectors.toCollection(TreeSet::new));
    SortedSet<NodeName> from = new TreeSet<>(intent.members(new Selector.Admin()));
    from.retainAll(tagged);
    return new SshAccess(from, tagged, users);
  }

  boolean isNothing() {
    return from.isEmpty();
  }

  List<String> accounts() {
    return users.stream().map(AccountName::value).toList();
  }
}
