package io.meshinfra.source;

import io.meshinfra.model.Revision;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A commit that the hub wants on a branch of the remote.
 *
 * @param from where the branch begins anew; without one the commit goes on top of what is there
 * @param files by path: what they shall contain, or empty for those that shall be gone
 */
public record BranchEdit(
    String branch, Optional<Revision> from, Map<String, Optional<String>> files, String message) {
  public BranchEdit {
    files = Collections.unmodifiableMap(new TreeMap<>(files));
  }
}
