package io.meshinfra.reconcile.revision;

import io.meshinfra.desired.Catalogs;
import io.meshinfra.desired.Finding;
import io.meshinfra.desired.Loading;
import io.meshinfra.model.FileTree;
import io.meshinfra.network.NetworkPlan;
import io.meshinfra.network.NetworkPlanner;
import io.meshinfra.policy.Policies;
import io.meshinfra.policy.PolicySet;
import io.meshinfra.policy.WithoutPolicy;
import io.meshinfra.resource.ResourceTypes;
import java.util.ArrayList;
import java.util.List;

/** Reads what a revision says: its fleet and its policy. It is valid when both are. */
public final class RevisionReader {
  private final Catalogs catalogs;
  private final Policies policies;
  private final String folder;
  private final String policyFolder;

  /**
   * @param folder of the manifests, empty for all of the repository
   * @param policyFolder of the policy, relative like the other
   */
  public RevisionReader(ResourceTypes types, String folder, String policyFolder) {
    this.policies = new Policies(types);
    this.folder = folder;
    this.policyFolder = checked(policyFolder);
    this.catalogs = new Catalogs(types, intents());
  }

  /** A folder that does not exist by mistake would be a policy without rules. */
  private static String checked(String folder) {
    String plain = folder.replaceFirst("/+$", "");
    boolean leaves = ("/" + plain + "/").contains("/../") || ("/" + plain + "/").contains("/./");
    if (plain.isBlank() || plain.startsWith("/") || leaves) {
      throw new IllegalArgumentException(
          "the folder of the policy is relative to the repository and not all of it, like %s; not %s"
              .formatted(Policies.USUAL_FOLDER, folder));
    }
    return plain;
  }

  /** The fleet, or every mistake of manifests and policy. */
  public Loading load(FileTree tree) {
    Loading fleet = catalogs.load(manifests(tree), folder);
    return switch (policy(tree)) {
      case PolicySet.Loaded loaded -> fleet;
      case PolicySet.Invalid invalid -> both(fleet, invalid.mistakes());
    };
  }

  /** The files without those of the policy. */
  public FileTree manifests(FileTree tree) {
    return new WithoutPolicy(tree, policyFolder);
  }

  /** Where the intents are: beside the policy, protected like it. */
  private String intents() {
    return policyFolder + "/intent";
  }

  /** What follows from the network intent; its mistakes are among those of the fleet too. */
  public NetworkPlan network(FileTree tree) {
    return NetworkPlanner.plan(tree, intents(), catalogs.members(manifests(tree), folder));
  }

  /** Of the network intent. */
  String intentFile() {
    return intents() + "/" + NetworkPlanner.FILE;
  }

  String folder() {
    return folder;
  }

  public PolicySet policy(FileTree tree) {
    return policies.load(tree, policyFolder);
  }

  private static Loading both(Loading fleet, Loading.Invalid policy) {
    return switch (fleet) {
      case Loading.Loaded loaded -> policy;
      case Loading.Invalid invalid -> {
        List<Finding> all = new ArrayList<>(invalid.findings());
        all.addAll(policy.findings());
        all.sort(null);
        yield new Loading.Invalid(all, invalid.total() + policy.total());
      }
    };
  }
}
