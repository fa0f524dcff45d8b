package io.meshinfra.forge.gitlab;

import io.meshinfra.forge.Answer;
import io.meshinfra.forge.Proposes;
import io.meshinfra.forge.PullRequest;
import io.meshinfra.forge.client.Numbered;
import io.meshinfra.forge.client.Purpose;
import io.meshinfra.forge.client.Wire;
import java.util.List;
import java.util.Optional;

/** Merge requests of the hub itself on GitLab. */
record GitlabProposals(Wire<GitlabApi> wire, String project) implements Proposes {
  private static final Purpose PURPOSE =
      new Purpose("open a merge request", "the scope \"api\" and the role Developer or more");

  @Override
  public Answer<PullRequest> propose(Proposal proposal) {
    return open(proposal)
        .then(open -> open.isEmpty() ? fresh(proposal) : retold(open.getFirst().id(), proposal));
  }

  private Answer<List<PullRequest>> open(Proposal proposal) {
    return wire.look(
        "proposed " + proposal.branch() + " " + proposal.base(),
        PURPOSE,
        (api, ask) -> api.open(ask, project, proposal.base(), proposal.branch()),
        GitlabRequests::list);
  }

  private Answer<PullRequest> fresh(Proposal proposal) {
    GitlabApi.NewMergeRequest request =
        new GitlabApi.NewMergeRequest(
            proposal.branch(),
            proposal.base(),
            proposal.title(),
            GitlabForge.withoutOrders(proposal.markdown()),
            true);
    return wire.ask(PURPOSE, (api, ask) -> api.propose(ask, project, request), GitlabRequests::one);
  }

  private Answer<PullRequest> retold(PullRequest.Id id, Proposal proposal) {
    String description = GitlabForge.withoutOrders(proposal.markdown());
    return edit(
        id,
        new GitlabApi.Edit(
            Optional.of(proposal.title()), Optional.of(description), Optional.empty()));
  }

  @Override
  public Answer<PullRequest> close(PullRequest.Id id) {
    return new GitlabForge(wire, project)
        .find(id)
        .then(found -> found.isOpen() ? edit(id, closed()) : Answer.of(found));
  }

  private static GitlabApi.Edit closed() {
    return new GitlabApi.Edit(Optional.empty(), Optional.empty(), Optional.of("close"));
  }

  private Answer<PullRequest> edit(PullRequest.Id id, GitlabApi.Edit edit) {
    return Numbered.with(
        id,
        number ->
            wire.ask(
                PURPOSE, (api, ask) -> api.edit(ask, project, number, edit), GitlabRequests::one));
  }
}
