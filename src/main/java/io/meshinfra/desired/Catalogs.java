package io.meshinfra.desired;

import io.meshinfra.desired.fold.FleetFolder;
import io.meshinfra.desired.manifest.ManifestReader;
import io.meshinfra.desired.manifest.Manifests;
import io.meshinfra.model.FileTree;
import io.meshinfra.resource.ResourceTypes;
import java.util.ArrayList;
import java.util.List;

/**
 * Loads the desired state of a revision: manifests to catalogs. Pure but for the files it reads;
 * all mistakes of all files are found at once.
 */
public final class Catalogs {
  private final ResourceTypes types;

  public Catalogs(ResourceTypes types) {
    this.types = types;
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
    Fleet fleet = new FleetFolder(manifests, types, findings, declared).fold(tree, folder);
    return findings.isEmpty() ? new Loading.Loaded(fleet) : Loading.Invalid.of(findings);
  }
}
