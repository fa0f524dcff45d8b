package io.meshinfra.network;

import io.meshinfra.model.Facts;
import io.meshinfra.model.FirewallProgram;
import io.meshinfra.model.FirewallUse;
import io.meshinfra.resource.Condition;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Whether a node gets the resources of a firewall, by those that it uses. Two that do not know of
 * each other shut out what either does not let in, the hub too; so one waits as long as another one
 * is in use, and none is ever turned off.
 *
 * @param mine whose resources they are
 * @param chosen whether the node gets the firewall that it uses, nftables where it uses none; else
 *     {@code mine} was named
 * @param unable why the node would not get what is meant by that firewall
 */
record FirewallCondition(
    FirewallProgram mine, boolean chosen, SortedMap<FirewallProgram, String> unable)
    implements Condition {
  private static final String UNKNOWN =
      "which firewalls the node uses could not be found out, so none is touched";

  FirewallCondition {
    unable = Collections.unmodifiableSortedMap(new TreeMap<>(unable));
  }

  @Override
  public Answer on(Facts facts) {
    return facts
        .firewalls()
        .map(use -> chosen ? choice(use) : named(use))
        .orElseGet(() -> told(FirewallProgram.NFTABLES, UNKNOWN));
  }

  private Answer named(FirewallUse use) {
    Set<FirewallProgram> others = EnumSet.noneOf(FirewallProgram.class);
    others.addAll(use.inUse());
    others.remove(mine);
    return others.isEmpty()
        ? Answer.WANTED
        : new Answer.Waits(
            "%s is named, but the node uses %s, and two firewalls shut out what either does not let in; turn %s off there by hand%s"
                .formatted(
                    mine.word(),
                    names(others),
                    others.size() == 1 ? "it" : "them",
                    others.contains(FirewallProgram.FOREIGN)
                        ? ""
                        : ", or say back_ends: [firewall] for the one that the node uses"));
  }

  private Answer choice(FirewallUse use) {
    Set<FirewallProgram> used = use.inUse();
    if (used.size() > 1 || used.contains(FirewallProgram.FOREIGN)) {
      return told(
          used.iterator().next(),
          used.size() > 1
              ? "the node uses %s, and two firewalls shut out what either does not let in; leave one of them"
                  .formatted(names(used))
              : "the node uses %s, which nobody here can read; turn it off by hand"
                  .formatted(names(used)));
    }
    FirewallProgram choice = used.isEmpty() ? FirewallProgram.NFTABLES : used.iterator().next();
    if (unable.containsKey(choice)) {
      return told(choice, "the node uses %s, but %s".formatted(choice, unable.get(choice)));
    }
    return mine == choice ? Answer.WANTED : new Answer.PassedOver();
  }

  /** The resources of one firewall tell a reason, in the name of all; nftables can always. */
  private Answer told(FirewallProgram teller, String reason) {
    boolean silent = teller == FirewallProgram.FOREIGN || unable.containsKey(teller);
    FirewallProgram one = silent ? FirewallProgram.NFTABLES : teller;
    return !chosen || mine == one ? new Answer.Waits(reason) : new Answer.PassedOver();
  }

  private static String names(Set<FirewallProgram> programs) {
    return programs.stream().map(FirewallProgram::toString).collect(Collectors.joining(" and "));
  }
}
