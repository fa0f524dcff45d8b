package io.meshinfra.network.intent;

import io.meshinfra.resource.AccountName;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What Tailscale has to know and nobody else.
 *
 * @param tagOwners who may give a device the tag of a node; at least one
 * @param sshUsers accounts that {@code admin} may log in to by Tailscale SSH; without any it is off
 * @param acceptDns whether nodes take the DNS settings of the tailnet
 */
public record TailscaleSettings(
    SortedSet<TagOwner> tagOwners, SortedSet<AccountName> sshUsers, boolean acceptDns) {
  public TailscaleSettings {
    tagOwners = sorted(tagOwners);
    sshUsers = sorted(sshUsers);
  }

  static TailscaleSettings of(IntentManifest.Tailscale written) {
    List<TagOwner> owners =
        written.tagOwners().isEmpty() ? List.of(TagOwner.ADMIN) : written.tagOwners();
    return new TailscaleSettings(
        sorted(owners),
        sorted(written.sshUsers()),
        written.acceptDns() == null || written.acceptDns());
  }

  private static <T extends Comparable<T>> SortedSet<T> sorted(Collection<T> given) {
    return Collections.unmodifiableSortedSet(new TreeSet<>(given));
  }
}
