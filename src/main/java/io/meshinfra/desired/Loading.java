package io.meshinfra.desired;

import java.util.List;
import java.util.stream.Collectors;

/** What became of a revision of the desired state. */
public sealed interface Loading {

  /** It is valid and may be applied. */
  record Loaded(Fleet fleet) implements Loading {}

  /**
   * It has mistakes and is never applied.
   *
   * @param findings sorted by place, at most {@link #MOST_SHOWN}
   * @param total how many there are in all
   */
  record Invalid(List<Finding> findings, int total) implements Loading {
    /** More help nobody, and a broken template may be wrong on thousands of nodes. */
    public static final int MOST_SHOWN = 200;

    public Invalid {
      findings = List.copyOf(findings);
    }

    /** All of them, put in order. */
    public static Invalid of(List<Finding> findings) {
      List<Finding> sorted = findings.stream().distinct().sorted().toList();
      return new Invalid(sorted.subList(0, Math.min(sorted.size(), MOST_SHOWN)), sorted.size());
    }

    /** One finding per line. */
    public String report() {
      String shown = findings.stream().map(f -> f + "\n").collect(Collectors.joining());
      int more = total - findings.size();
      return more == 0 ? shown : shown + "and " + more + " more\n";
    }
  }
}
