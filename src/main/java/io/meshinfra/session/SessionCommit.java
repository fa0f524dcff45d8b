package io.meshinfra.session;

import io.meshinfra.model.Content;
import io.meshinfra.model.Revision;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What git tells of one commit of a session, or of a change that is to become one.
 *
 * @param writtenAt when its author says it was written
 * @param paths all paths that it adds, changes or removes
 * @param isWhole whether these are all; a commit may change more than anybody will look at
 * @param followsBase whether it comes after the commit that the session started from
 * @param contractAfter the contract's own file as the commit leaves it
 */
public record SessionCommit(
    Revision revision,
    Instant writtenAt,
    SortedSet<String> paths,
    boolean isWhole,
    boolean followsBase,
    Optional<Content> contractAfter) {
  public SessionCommit {
    paths = Collections.unmodifiableSortedSet(new TreeSet<>(paths));
  }
}
