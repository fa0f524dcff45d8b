package io.meshinfra.forge.pagure;

import io.meshinfra.forge.Answer;
import io.meshinfra.forge.PullRequest;
import io.meshinfra.forge.client.Json;
import io.meshinfra.forge.client.Purpose;
import io.meshinfra.forge.client.Wire;
import io.meshinfra.model.Revision;
import java.util.List;
import java.util.Optional;

/**
 * Finds the commit that merged a pull request: Pagure keeps that it was merged, and not by which
 * commit. So the base is walked back from its newest commit, along first parents, until one has the
 * head as a parent, or is the head.
 */
record PagureMerges(Wire<PagureApi> wire) {
  private static final Purpose PURPOSE = new Purpose("read commits", "no right for that");

  /** A merge is looked for soon after it; each step is a request. */
  private static final int MOST_STEPS = 20;

  /** Empty when it is not found near the end of the base. */
  Answer<Optional<Revision>> of(PullRequest pull) {
    return wire.ask(
            PURPOSE,
            (api, ask) -> api.branches(ask),
            answer -> answer.object("branches").maybeRevision(pull.base()))
        .then(newest ->
            newest
                .map(commit -> from(commit, pull.head(), MOST_STEPS))
                .orElseGet(() -> Answer.of(Optional.empty())));
  }

  private Answer<Optional<Revision>> from(Revision commit, Revision head, int steps) {
    if (commit.equals(head)) {
      return Answer.of(Optional.of(commit));
    }
    if (steps == 0) {
      return Answer.of(Optional.empty());
    }
    return wire.ask(PURPOSE, (api, ask) -> api.commit(ask, commit.id()), PagureMerges::parents)
        .then(parents ->
            parents.size() > 1 && parents.contains(head)
                ? Answer.of(Optional.of(commit))
                : parents.isEmpty()
                    ? Answer.of(Optional.empty())
                    : from(parents.getFirst(), head, steps - 1));
  }

  private static List<Revision> parents(Json commit) {
    return commit.revisions("parent_ids");
  }
}
