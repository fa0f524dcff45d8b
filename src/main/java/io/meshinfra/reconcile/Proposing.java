package io.meshinfra.reconcile;

import io.meshinfra.forge.Answer;
import io.meshinfra.forge.Connection;
import io.meshinfra.forge.ForgeLink;
import io.meshinfra.forge.HubBranches;
import io.meshinfra.forge.Proposes;
import io.meshinfra.forge.PullRequest;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import io.meshinfra.source.BranchEdit;
import io.meshinfra.source.BranchResult;
import io.meshinfra.source.RemoteBranches;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;

/**
 * Proposes what an operator has thought out: a commit on a branch of the hub's own, and a pull
 * request where the forge lets the hub open one. People merge it. A proposal of the same name that
 * is not merged yet is never replaced.
 */
@Singleton
public final class Proposing {
  private final RemoteBranches branches;
  private final Optional<Proposes> forge;

  public Proposing(RemoteBranches branches, ForgeLink link) {
    this.branches = branches;
    this.forge = link.connection().flatMap(Connection::proposes);
  }

  /**
   * A change that is wanted.
   *
   * @param name of the branch, below {@link HubBranches#PROPOSAL}
   * @param base commit that the files were edited on
   * @param files whole text by path, or empty for files that go
   */
  public record Wish(
      NodeName name, Revision base, String title, Map<String, Optional<String>> files) {
    public Wish {
      files = Map.copyOf(files);
    }

    String branch() {
      return HubBranches.PROPOSAL + name;
    }
  }

  /** What came of it. */
  public sealed interface Result {
    /**
     * The branch is there.
     *
     * @param page of the pull request; empty when none was opened
     * @param note why not
     */
    record Proposed(String branch, Revision commit, Optional<String> page, String note)
        implements Result {}

    record Refused(String reason) implements Result {}
  }

  public Result propose(Wish wish) {
    BranchEdit edit =
        new BranchEdit(wish.branch(), Optional.of(wish.base()), wish.files(), wish.title() + "\n");
    return switch (branches.propose(edit)) {
      case BranchResult.Failed<Revision> failed -> new Result.Refused(failed.reason());
      case BranchResult.Denied<Revision> denied -> new Result.Refused(denied.reason());
      case BranchResult.Done<Revision> done -> opened(wish, done.value());
    };
  }

  private Result opened(Wish wish, Revision commit) {
    if (forge.isEmpty()) {
      return new Result.Proposed(
          wish.branch(),
          commit,
          Optional.empty(),
          "this hub has no forge that opens pull requests");
    }
    Proposes.Proposal proposal =
        new Proposes.Proposal(wish.branch(), branches.followed(), wish.title(), wish.title());
    return switch (forge.get().propose(proposal)) {
      case Answer.Given<PullRequest> given ->
          new Result.Proposed(
              wish.branch(), commit, Optional.of(given.value().page().toString()), "");
      case Answer.Refused<PullRequest> refused ->
          new Result.Proposed(wish.branch(), commit, Optional.empty(), refused.reason());
      case Answer.Later<PullRequest> later ->
          new Result.Proposed(wish.branch(), commit, Optional.empty(), later.reason());
    };
  }
}
