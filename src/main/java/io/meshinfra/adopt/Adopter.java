package io.meshinfra.adopt;

import io.meshinfra.desired.Catalogs;
import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.Loading;
import io.meshinfra.drift.Drift;
import io.meshinfra.model.FileTree;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.ResourceId;
import io.meshinfra.resource.ResourceTypes;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * Turns drift into intent: the edits of a revision after which what was seen is what is wanted.
 * Pure but for the files it reads.
 *
 * <p>Nothing is offered that was not proven: the edited files are loaded again, what was adopted
 * must be in sync with what was seen, and no other resource of any node may have changed.
 */
public final class Adopter {
  private final ResourceTypes types;

  public Adopter(ResourceTypes types) {
    this.types = types;
  }

  /** Adopts all that drifted. */
  public Adoption adopt(FileTree tree, String folder, List<Drift> drifts) {
    return adopt(tree, folder, drifts, (node, id) -> true);
  }

  /**
   * Adopts what is asked for.
   *
   * @param tree the revision that the drifts were compared with
   * @param folder of the manifests, {@code ""} for the root
   * @param drifts what is known of all nodes: an entry that stands for several nodes can only be
   *     written anew when it is known that all of them show the same
   * @param wanted tells what is asked for among the drifts
   */
  public Adoption adopt(
      FileTree tree, String folder, List<Drift> drifts, BiPredicate<NodeName, ResourceId> wanted) {
    Written written = new Written();
    Catalogs catalogs = new Catalogs(types);
    Loading loading = catalogs.load(tree, folder, written::add);
    Adopting adopting = new Adopting(catalogs, Repository.of(tree, folder), written, drifts);
    switch (loading) {
      case Loading.Loaded(Fleet fleet) -> adopting.adopt(fleet, wanted);
      case Loading.Invalid invalid ->
          adopting.refuseAll(
              wanted,
              "the desired state has mistakes; mend them first: " + invalid.findings().getFirst());
    }
    return adopting.adoption();
  }
}
