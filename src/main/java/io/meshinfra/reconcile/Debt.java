package io.meshinfra.reconcile;

import io.meshinfra.model.Revision;
import java.util.Optional;

/**
 * What a node has to make up for: one step from what it was last like to what is in force now,
 * however many commits there were meanwhile.
 *
 * @param from the last revision of which all of it was in sync; empty when there was none
 * @param to in force
 * @param commits that came into the branch since; empty when nobody can tell any more
 * @param resources that are not the same in both revisions; empty when nobody can tell any more
 */
public record Debt(
    Optional<Revision> from, Revision to, Optional<Integer> commits, Optional<Integer> resources) {

  /** Whether git has not moved for the node since. */
  public boolean isNone() {
    return resources.map(count -> count == 0).orElse(false);
  }
}
