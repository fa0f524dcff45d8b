package io.meshinfra.policy.risk;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A class of risk and what it rests on, the worst first.
 *
 * @param grounds empty when the risk is low
 */
public record Assessment(Risk risk, List<Ground> grounds) {
  static final Assessment NOTHING_SPECIAL = new Assessment(Risk.LOW, List.of());

  /** One reason for a class. */
  public record Ground(Risk risk, String reason) {}

  public Assessment {
    grounds = List.copyOf(grounds);
  }

  static Assessment of(List<Ground> grounds) {
    List<Ground> sorted = new ArrayList<>(grounds.stream().distinct().toList());
    sorted.sort((one, other) -> other.risk().compareTo(one.risk()));
    return sorted.isEmpty() ? NOTHING_SPECIAL : new Assessment(sorted.getFirst().risk(), sorted);
  }

  Assessment and(Assessment other) {
    return of(Stream.concat(grounds.stream(), other.grounds().stream()).toList());
  }

  /** The reasons for the class, without those that would have made it a lower one. */
  public String why() {
    return grounds.stream()
        .filter(ground -> ground.risk() == risk)
        .map(Ground::reason)
        .collect(Collectors.joining("; "));
  }

  /** {@code critical: changes how people log in}. */
  @Override
  public String toString() {
    return grounds.isEmpty() ? risk.word() : risk.word() + ": " + why();
  }
}
