package io.meshinfra.forge;

/** A forge where the hub itself can open pull requests. */
public interface Proposes {
  /**
   * A pull request of the hub.
   *
   * @param branch that was pushed before, in the repository itself
   * @param base branch that it shall be merged into
   */
  record Proposal(String branch, String base, String title, String markdown) {}

  /** Opens it; one that is open for the same branch already is given back, with its new text. */
  Answer<PullRequest> propose(Proposal proposal);

  /** Closes it without a merge; one that is closed already is fine. */
  Answer<PullRequest> close(PullRequest.Id id);
}
