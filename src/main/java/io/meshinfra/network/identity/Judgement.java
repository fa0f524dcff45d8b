package io.meshinfra.network.identity;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** What is said to a wish for a certificate. */
public sealed interface Judgement {
  /**
   * It may be signed.
   *
   * @param extensions by the names that certificates have for them
   */
  record Granted(
      SortedSet<String> principals, SortedSet<String> extensions, Instant from, Instant until)
      implements Judgement {
    public Granted {
      principals = Collections.unmodifiableSortedSet(new TreeSet<>(principals));
      extensions = Collections.unmodifiableSortedSet(new TreeSet<>(extensions));
    }
  }

  /** It may not; every reason. */
  record Refused(List<String> reasons) implements Judgement {
    public Refused {
      reasons = List.copyOf(reasons);
    }
  }
}
