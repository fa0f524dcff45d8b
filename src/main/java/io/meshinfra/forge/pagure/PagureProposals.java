package io.meshinfra.forge.pagure;

import io.meshinfra.forge.Answer;
import io.meshinfra.forge.Forge;
import io.meshinfra.forge.Proposes;
import io.meshinfra.forge.PullRequest;
import io.meshinfra.forge.client.Json;
import io.meshinfra.forge.client.Numbered;
import io.meshinfra.forge.client.Purpose;
import io.meshinfra.forge.client.Wire;
import java.util.Optional;

/** Pull requests of the hub itself on Pagure. */
record PagureProposals(Wire<PagureApi> wire, PagurePulls pulls, Forge forge) implements Proposes {
  private static final Purpose LOOK = new Purpose("read pull requests", "no right for that");
  private static final Purpose OPEN =
      new Purpose(
          "open a pull request",
          "the right \"Open a new pull-request\", and its user must be a committer of the project");
  private static final Purpose RETELL =
      new Purpose("change a pull request", "the right \"Update a pull-request\"");
  private static final Purpose CLOSE =
      new Purpose("close a pull request", "the right \"Close a pull-request\"");

  /** One that is open for a branch is looked for among the newest only. */
  private static final int MOST_PAGES = 10;

  @Override
  public Answer<PullRequest> propose(Proposal proposal) {
    return open(proposal, 1)
        .then(open -> open.map(id -> retold(id, proposal)).orElseGet(() -> fresh(proposal)));
  }

  private Answer<Optional<PullRequest.Id>> open(Proposal proposal, int page) {
    return wire.ask(
            LOOK,
            (api, ask) -> api.open(ask, page),
            answer -> new Looked(among(answer, proposal), pulls.page(answer).isLast()))
        .then(looked ->
            looked.found().isPresent() || looked.isLast() || page == MOST_PAGES
                ? Answer.of(looked.found())
                : open(proposal, page + 1));
  }

  private record Looked(Optional<PullRequest.Id> found, boolean isLast) {}

  private Optional<PullRequest.Id> among(Json page, Proposal proposal) {
    return PagurePulls.withCommits(page).stream()
        .filter(pull -> pull.text("branch_from").equals(proposal.branch()))
        .map(pulls::one)
        .filter(pull -> !pull.fork() && pull.base().equals(proposal.base()))
        .map(PullRequest::id)
        .findFirst();
  }

  private Answer<PullRequest> fresh(Proposal proposal) {
    return wire.ask(
        OPEN,
        (api, ask) ->
            api.propose(
                ask, proposal.branch(), proposal.base(), proposal.title(), proposal.markdown()),
        pulls::one);
  }

  private Answer<PullRequest> retold(PullRequest.Id id, Proposal proposal) {
    return Numbered.with(
        id,
        number ->
            wire.ask(
                RETELL,
                (api, ask) -> api.retell(ask, number, proposal.title(), proposal.markdown()),
                pulls::one));
  }

  @Override
  public Answer<PullRequest> close(PullRequest.Id id) {
    return forge.find(id).then(found -> found.isOpen() ? closed(id) : Answer.of(found));
  }

  private Answer<PullRequest> closed(PullRequest.Id id) {
    return Numbered.with(
            id, number -> wire.ask(CLOSE, (api, ask) -> api.close(ask, number), answer -> number))
        .then(number -> forge.find(id));
  }
}
