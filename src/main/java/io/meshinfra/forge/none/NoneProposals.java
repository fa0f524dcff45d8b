package io.meshinfra.forge.none;

import io.meshinfra.forge.Answer;
import io.meshinfra.forge.HubBranches;
import io.meshinfra.forge.Proposes;
import io.meshinfra.forge.PullRequest;
import io.meshinfra.forge.none.Branches.Branch;
import java.util.Map;
import java.util.Optional;

/** A branch of the hub itself, with a word about it on the branch of reports. */
record NoneProposals(Branches branches, NoneForge forge) implements Proposes {
  private static final String TEXT = "proposal.md";

  @Override
  public Answer<PullRequest> propose(Proposal proposal) {
    PullRequest.Id id = new PullRequest.Id(proposal.branch());
    return branches
        .list()
        .then(all -> {
          Optional<Branch> branch =
              all.stream().filter(one -> one.name().equals(proposal.branch())).findFirst();
          return branch.isEmpty()
              ? new Answer.Refused<>("the remote has no branch " + id + " to propose")
              : told(id, branch.get(), proposal);
        });
  }

  private Answer<PullRequest> told(PullRequest.Id id, Branch branch, Proposal proposal) {
    return branches
        .read(NoneForge.REPORTS, id.value())
        .then(texts -> {
          Report report =
              Report.in(texts)
                  .orElse(Report.of(branch.head()))
                  .with(proposal.title(), branch.head());
          Map<String, String> written =
              Map.of(
                  id + "/" + Report.FILE,
                  report.text(),
                  id + "/" + TEXT,
                  "# " + proposal.title() + "\n\n" + proposal.markdown());
          return branches
              .write(NoneForge.REPORTS, written, "Propose " + id)
              .then(commit -> forge.find(id));
        });
  }

  /** Only what the hub made itself is deleted. */
  @Override
  public Answer<PullRequest> close(PullRequest.Id id) {
    return id.value().startsWith(HubBranches.OWN)
        ? branches.delete(id.value()).then(deleted -> forge.find(id))
        : new Answer.Refused<>(
            "the branch %s is not the hub's; whoever made it may delete it".formatted(id));
  }
}
