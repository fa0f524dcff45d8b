package io.meshinfra.forge.gitea;

import io.meshinfra.forge.Answer;
import io.meshinfra.forge.Proposes;
import io.meshinfra.forge.PullRequest;
import io.meshinfra.forge.client.GithubForms.NewPull;
import io.meshinfra.forge.client.GithubForms.PullEdit;
import io.meshinfra.forge.client.Numbered;
import io.meshinfra.forge.client.Purpose;
import io.meshinfra.forge.client.Wire;
import io.meshinfra.forge.gitea.GiteaPulls.Listed;
import java.util.Optional;

/** Pull requests of the hub itself on Gitea. */
record GiteaProposals(Wire<GiteaApi> wire) implements Proposes {
  private static final Purpose PURPOSE =
      new Purpose("open a pull request", "the scope \"write:repository\"");

  @Override
  public Answer<PullRequest> propose(Proposal proposal) {
    return open(proposal)
        .then(open ->
            open.map(there -> edit(there.id(), PullEdit.retold(proposal)))
                .orElseGet(() -> fresh(proposal)));
  }

  private Answer<Optional<PullRequest>> open(Proposal proposal) {
    return new GiteaForge(wire)
        .listed(proposal.base())
        .map(all ->
            all.stream()
                .filter(listed -> listed.branch().equals(proposal.branch()))
                .map(Listed::pull)
                .filter(pull -> !pull.fork())
                .findFirst());
  }

  private Answer<PullRequest> fresh(Proposal proposal) {
    NewPull pull = NewPull.of(proposal);
    return wire.ask(PURPOSE, (api, ask) -> api.propose(ask, pull), GiteaPulls::one);
  }

  @Override
  public Answer<PullRequest> close(PullRequest.Id id) {
    return new GiteaForge(wire)
        .find(id)
        .then(found -> found.isOpen() ? edit(id, PullEdit.CLOSED) : Answer.of(found));
  }

  private Answer<PullRequest> edit(PullRequest.Id id, PullEdit edit) {
    return Numbered.with(
        id,
        number -> wire.ask(PURPOSE, (api, ask) -> api.edit(ask, number, edit), GiteaPulls::one));
  }
}
