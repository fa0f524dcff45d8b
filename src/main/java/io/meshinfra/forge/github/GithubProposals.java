package io.meshinfra.forge.github;

import io.meshinfra.forge.Answer;
import io.meshinfra.forge.Proposes;
import io.meshinfra.forge.PullRequest;
import io.meshinfra.forge.RepositoryName;
import io.meshinfra.forge.client.GithubForms.NewPull;
import io.meshinfra.forge.client.GithubForms.PullEdit;
import io.meshinfra.forge.client.Numbered;
import io.meshinfra.forge.client.Purpose;
import io.meshinfra.forge.client.Wire;
import java.util.List;

/** Pull requests of the hub itself on GitHub. */
record GithubProposals(Wire<GithubApi> wire, RepositoryName repository) implements Proposes {
  private static final Purpose PURPOSE =
      new Purpose("open a pull request", "the permission \"Pull requests: Read and write\"");

  @Override
  public Answer<PullRequest> propose(Proposal proposal) {
    return open(proposal)
        .then(open ->
            open.isEmpty()
                ? fresh(proposal)
                : edit(open.getFirst().id(), PullEdit.retold(proposal)));
  }

  private Answer<List<PullRequest>> open(Proposal proposal) {
    String head = repository.owner() + ":" + proposal.branch();
    return wire.look(
        "proposed " + proposal.branch() + " " + proposal.base(),
        PURPOSE,
        (api, ask) -> api.open(ask, proposal.base(), head),
        GithubPulls::list);
  }

  private Answer<PullRequest> fresh(Proposal proposal) {
    NewPull pull = NewPull.of(proposal);
    return wire.ask(PURPOSE, (api, ask) -> api.propose(ask, pull), GithubPulls::one);
  }

  @Override
  public Answer<PullRequest> close(PullRequest.Id id) {
    return new GithubForge(wire)
        .find(id)
        .then(found -> found.isOpen() ? edit(id, PullEdit.CLOSED) : Answer.of(found));
  }

  private Answer<PullRequest> edit(PullRequest.Id id, PullEdit edit) {
    return Numbered.with(
        id,
        number -> wire.ask(PURPOSE, (api, ask) -> api.edit(ask, number, edit), GithubPulls::one));
  }
}
