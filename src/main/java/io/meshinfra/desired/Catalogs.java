package io.meshinfra.desired;

import io.meshinfra.desired.fold.FleetFolder;
import io.meshinfra.desired.manifest.ManifestReader;
import io.meshinfra.desired.manifest.Manifests;
import io.meshinfra.model.FileTree;
import io.meshinfra.resource.ResourceTypes;
import java.util.ArrayList;
import java.util.List;

/**
 * Loads the desired state of a revision: manifests and intents to catalogs. Pure but for the files
 * it reads; all mistakes of all files are found at once.
 */
public final class Catalogs {
  /** Where a repository keeps its intents, unless the hub is told otherwise. */
  public static final String USUAL_INTENTS = "infra/policy/intent";

  private final ResourceTypes types;
  private final String intents;
  private final List<Contributor> contributors;

  public Catalogs(ResourceTypes types) {
    this(types, USUAL_INTENTS);
  }

  /**
   * @param intents folder of the intents, from the root of the repository
   */
  public Catalogs(ResourceTypes types, String intents) {
    this.types = types;
    this.intents = intents;
    this.contributors = Contributor.installed();
  }

  /**
   * Reads every {@code .yaml} and {@code .yml} file below the folder ({@code ""} for the root),
   * hidden ones left out.
   */
  public Loading load(FileTree tree, String folder) {
    return load(tree, folder, Declared.NOBODY);
  }

  /** The same, for somebody who wants to know where each resource is written. */
  public Loading load(FileTree tree, String folder, Declared declared) {
    List<Finding> findings = new ArrayList<>();
    Manifests manifests = ManifestReader.read(tree, folder, findings);
    Members members = manifests.members(findings.isEmpty());
    List<Contribution> contributed =
        contributors.stream().map(one -> one.contribute(tree, intents, members)).toList();
    Fleet fleet =
        new FleetFolder(manifests, types, findings, declared).fold(tree, folder, contributed);
    contributed.forEach(contribution -> findings.addAll(contribution.findings()));
    return findings.isEmpty() ? new Loading.Loaded(fleet) : Loading.Invalid.of(findings);
  }

  /** The nodes as they are written, with whatever mistakes there are elsewhere. */
  public Members members(FileTree tree, String folder) {
    List<Finding> findings = new ArrayList<>();
    Manifests manifests = ManifestReader.read(tree, folder, findings);
    return manifests.members(findings.isEmpty());
  }
}
