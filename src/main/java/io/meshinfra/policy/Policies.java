package io.meshinfra.policy;

import io.meshinfra.desired.Finding;
import io.meshinfra.desired.Loading;
import io.meshinfra.model.FileTree;
import io.meshinfra.policy.manifest.PolicyManifest;
import io.meshinfra.policy.manifest.PolicyReader;
import io.meshinfra.resource.ResourceTypes;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the policy of a revision: the manifests of one folder, not of those below it. What is there
 * and cannot be read is a mistake, never left out.
 */
public final class Policies {
  /** The manifest as people write it, for the pages that describe it. */
  public static final Class<?> MANIFEST = PolicyManifest.class;

  public static final String KIND = PolicyManifest.KIND;

  /** Where a repository keeps its policy, unless the hub is told otherwise. */
  public static final String USUAL_FOLDER = "infra/policy";

  private final ResourceTypes types;

  public Policies(ResourceTypes types) {
    this.types = types;
  }

  /**
   * @param folder without it the built-in rules hold alone
   */
  public PolicySet load(FileTree tree, String folder) {
    List<Finding> findings = new ArrayList<>();
    PolicyReader reader = new PolicyReader(types.kinds(), findings);
    reader.read(tree, folder);
    return findings.isEmpty()
        ? new PolicySet.Loaded(reader.rules(), reader.files(), reader.digest())
        : new PolicySet.Invalid(Loading.Invalid.of(findings));
  }
}
