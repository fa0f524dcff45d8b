package io.meshinfra.resource;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One {@code ansible-playbook} call for one node.
 *
 * @param playbook path in the repository
 * @param role name of a role to run instead of a playbook, empty when there is a playbook
 * @param inputs digest of every file the playbook may read, so that a change of them is a change of
 *     the resource
 */
public record PlaybookRun(
    String playbook,
    String role,
    List<String> tags,
    SortedMap<String, String> vars,
    String inputs) {
  public PlaybookRun {
    tags = List.copyOf(tags);
    vars = Collections.unmodifiableSortedMap(new TreeMap<>(vars));
  }
}
