package io.meshinfra.network.matrix;

import io.meshinfra.network.intent.Rate;
import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How far something is allowed.
 *
 * @param free without a limit
 * @param rates limits that let something through, each by itself; none when it is free
 */
public record Permit(boolean free, SortedSet<Rate> rates) {
  public static final Permit FREE = new Permit(true, Collections.emptySortedSet());

  public Permit {
    rates = Collections.unmodifiableSortedSet(new TreeSet<>(rates));
    if (free == !rates.isEmpty()) {
      throw new IllegalArgumentException("a permit is free or has rates, never both or neither");
    }
  }

  public static Permit limited(SortedSet<Rate> rates) {
    return new Permit(false, rates);
  }

  static Permit limited(Rate rate) {
    return limited(new TreeSet<>(Set.of(rate)));
  }

  Permit or(Permit other) {
    if (free || other.free) {
      return FREE;
    }
    TreeSet<Rate> both = new TreeSet<>(rates);
    both.addAll(other.rates);
    return limited(both);
  }

  /** Empty when it is free, else its limits. */
  @Override
  public String toString() {
    return free ? "" : String.join(" + ", rates.stream().map(Rate::toString).toList());
  }
}
