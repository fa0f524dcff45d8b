package io.meshinfra.network.proof;

import io.meshinfra.desired.yaml.Position;
import io.meshinfra.network.intent.Invariant;
import java.util.List;
import java.util.Locale;

/**
 * Whether an invariant of the intent holds.
 *
 * @param at where it is written
 * @param reasons what breaks it, or why it is not told here
 */
public record InvariantCheck(
    Invariant invariant, Position at, Status status, List<String> reasons) {

  /** What is known of it. */
  public enum Status {
    HOLDS,
    BROKEN,
    /** It is not about who reaches whom, so that the matrix says nothing of it. */
    NOT_CHECKED;

    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  public InvariantCheck {
    reasons = List.copyOf(reasons);
  }

  static InvariantCheck of(Invariant invariant, Position at, List<String> broken) {
    return new InvariantCheck(
        invariant, at, broken.isEmpty() ? Status.HOLDS : Status.BROKEN, broken);
  }

  static InvariantCheck notChecked(Invariant invariant, Position at, String reason) {
    return new InvariantCheck(invariant, at, Status.NOT_CHECKED, List.of(reason));
  }
}
