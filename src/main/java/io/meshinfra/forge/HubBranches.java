package io.meshinfra.forge;

/** Branches that the hub itself makes in the repository of the desired state. */
public final class HubBranches {
  /** All of them begin so, and so do reports that are about no pull request. */
  public static final String OWN = "mesh/";

  /** Reports are written to it. */
  public static final String REPORTS = OWN + "reports";

  /** What drifted on a node can be adopted by merging the branch of its name below this. */
  public static final String DRIFT = OWN + "drift/";

  /** What an operator has the hub propose. */
  public static final String PROPOSAL = OWN + "proposal/";

  private HubBranches() {}
}
