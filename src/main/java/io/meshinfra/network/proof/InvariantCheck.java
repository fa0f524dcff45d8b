package io.meshinfra.network.proof;

import io.meshinfra.desired.yaml.Position;
import io.meshinfra.network.intent.Invariant;
import java.util.List;
import java.util.Locale;

/**
 * Whether an invariant of the intent holds.
 *
 * @param name its word, or the name that somebody gave it
 * @param at where it is written
 * @param reasons what breaks it, what is missing, or why it is not told here
 */
public record InvariantCheck(String name, Position at, Status status, List<String> reasons) {

  /** What is known of it. */
  public enum Status {
    HOLDS,
    BROKEN,
    /** Nobody is meant to break it, but on some nodes nothing keeps anybody from it. */
    NOT_ENFORCED,
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
    return of(invariant.word(), at, broken);
  }

  static InvariantCheck of(String name, Position at, List<String> broken) {
    return new InvariantCheck(name, at, broken.isEmpty() ? Status.HOLDS : Status.BROKEN, broken);
  }

  static InvariantCheck notChecked(Invariant invariant, Position at, String reason) {
    return new InvariantCheck(invariant.word(), at, Status.NOT_CHECKED, List.of(reason));
  }

  /**
   * The same, unless nothing makes it true.
   *
   * @param missing where nothing does; none when all is well
   */
  InvariantCheck enforced(List<String> missing) {
    return status != Status.HOLDS || missing.isEmpty()
        ? this
        : new InvariantCheck(name, at, Status.NOT_ENFORCED, missing);
  }
}
