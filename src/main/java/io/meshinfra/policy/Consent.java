package io.meshinfra.policy;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Whose agreement a finding asks for.
 *
 * @param count how many different people
 * @param by who may agree; empty for anybody
 * @param notByAuthor whether those who wrote the revision do not count
 */
public record Consent(int count, Set<String> by, boolean notByAuthor) {
  /** One person, whoever it is. */
  public static final Consent ANYBODY = new Consent(1, Set.of(), false);

  public Consent {
    by = java.util.Collections.unmodifiableSet(new TreeSet<>(by));
  }

  /**
   * Whether enough of them have agreed. Without a word about the authors nobody counts where an
   * author does not.
   */
  public boolean isGivenBy(Collection<Approval> approvals, Collection<String> authors) {
    return missing(approvals, authors) <= 0;
  }

  private int missing(Collection<Approval> approvals, Collection<String> authors) {
    if (notByAuthor && authors.isEmpty()) {
      return count;
    }
    Set<String> agreed =
        approvals.stream()
            .map(Approval::by)
            .filter(name -> by.isEmpty() || by.contains(name))
            .filter(name -> !notByAuthor || !authors.contains(name))
            .collect(Collectors.toSet());
    return count - agreed.size();
  }

  /** {@code 2 more approvals, of ann, bob, not of an author}. */
  public String missingText(Collection<Approval> approvals, Collection<String> authors) {
    int missing = missing(approvals, authors);
    boolean some = missing < count;
    String number = missing + (some ? " more" : "") + (missing == 1 ? " approval" : " approvals");
    String whose = by.isEmpty() ? "" : ", of " + String.join(", ", by);
    return number + whose + (notByAuthor ? ", not of an author of the revision" : "");
  }
}
