package io.meshinfra.forge.none;

import io.meshinfra.forge.Answer;
import io.meshinfra.model.Revision;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The branches of a plain git remote, where the hub can read and write some. */
public interface Branches {
  /**
   * One of them.
   *
   * @param author of its newest commit, as that claims
   * @param subject of that commit, one line
   * @param ahead whether it has commits that the followed branch has not
   */
  record Branch(
      String name, Revision head, String author, String subject, Instant at, boolean ahead) {}

  /** The branch that the hub follows. */
  String followed();

  /** All but the followed one, the one with the newest commit first. */
  Answer<List<Branch>> list();

  /** The commit of the followed branch that brought these commits in; empty when none has. */
  Answer<Optional<Revision>> broughtIn(Revision head);

  /** The texts right in a folder of a branch, by name; what anybody may have written. */
  Answer<Map<String, String>> read(String branch, String folder);

  /** Writes texts by path, with one commit on top of what is there. */
  Answer<Revision> write(String branch, Map<String, String> texts, String message);

  /** Deletes a branch; one that is gone already is fine. */
  Answer<Boolean> delete(String branch);
}
