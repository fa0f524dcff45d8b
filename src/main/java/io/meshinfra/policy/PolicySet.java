package io.meshinfra.policy;

import io.meshinfra.desired.Loading;
import java.util.List;
import java.util.stream.Stream;

/** What became of the policy of a revision. */
public sealed interface PolicySet {
  /**
   * It is valid; the built-in rules are among its rules.
   *
   * @param files how many there are; none for the built-in rules alone
   * @param digest over all files: the same one means the same rules
   */
  record Loaded(List<PolicyRule> rules, int files, String digest) implements PolicySet {
    public Loaded {
      rules = List.copyOf(rules);
    }

    /**
     * Judged by both: whatever one of them refuses is refused, whatever one of them asks for has to
     * be given.
     */
    public Loaded and(Loaded other) {
      return digest.equals(other.digest)
          ? this
          : new Loaded(
              Stream.concat(rules.stream(), other.rules.stream()).toList(),
              files,
              digest + " and " + other.digest);
    }
  }

  /** It has mistakes, so nothing can be judged by it; that refuses. */
  record Invalid(Loading.Invalid mistakes) implements PolicySet {}
}
