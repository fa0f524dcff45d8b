package io.meshinfra.network.intent;

import io.meshinfra.desired.yaml.Position;
import io.meshinfra.resource.AccountName;
import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One principal: what it opens, and who may have it in a certificate.
 *
 * @param at where it is written
 * @param logins accounts that it opens
 * @param on nodes where it does
 */
public record PrincipalRule(
    Label name,
    Position at,
    SortedSet<AccountName> logins,
    NodeSelection on,
    Set<Holder> holders,
    Set<Permission> permits) {
  public PrincipalRule {
    logins = Collections.unmodifiableSortedSet(new TreeSet<>(logins));
    holders = Set.copyOf(holders);
    permits = Set.copyOf(permits);
  }
}
