package io.meshinfra.policy.condition;

import java.time.Duration;
import java.util.List;

/**
 * The node has been away for so long, and has not been as it shall be since. What it gets now was
 * decided without it: whoever knows it looks first.
 */
public record LongAbsence(Duration after) implements Condition {
  private static final long HOURS_OF_A_DAY = 24;

  @Override
  public Concern concern() {
    return Concern.PAST;
  }

  @Override
  public List<Hit> judge(Matter matter) {
    return matter
        .circumstances()
        .absence()
        .map(absence ->
            absence.compareTo(after) < 0
                ? List.<Hit>of()
                : List.of(Hit.of("the node was away for " + text(absence))))
        .orElse(List.of(Hit.untold("how long the node was away is not known here")));
  }

  /** In whole days, or hours when it is less than two days. */
  private static String text(Duration absence) {
    long hours = absence.toHours();
    return hours < 2 * HOURS_OF_A_DAY ? hours + " hours" : hours / HOURS_OF_A_DAY + " days";
  }
}
