package io.meshinfra.model;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which firewalls a node uses; none of both, when packets get in unhindered.
 *
 * @param running those that decide about packets now
 * @param enabled those that will after the next boot
 */
public record FirewallUse(SortedSet<FirewallProgram> running, SortedSet<FirewallProgram> enabled) {
  public static final FirewallUse NONE = of(Set.of(), Set.of());

  public FirewallUse {
    running = Collections.unmodifiableSortedSet(new TreeSet<>(running));
    enabled = Collections.unmodifiableSortedSet(new TreeSet<>(enabled));
  }

  public static FirewallUse of(Set<FirewallProgram> running, Set<FirewallProgram> enabled) {
    return new FirewallUse(new TreeSet<>(running), new TreeSet<>(enabled));
  }

  /** Those that keep packets away now, or will after a boot. */
  public Set<FirewallProgram> inUse() {
    EnumSet<FirewallProgram> both = EnumSet.noneOf(FirewallProgram.class);
    both.addAll(running);
    both.addAll(enabled);
    return Collections.unmodifiableSet(both);
  }
}
