package io.meshinfra.reconcile;

import io.meshinfra.adopt.Adopter;
import io.meshinfra.drift.Drift;
import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.FileTree;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.ResourceId;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.resource.ResourceTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * GitLooks at a node, and at the others that share entries with what drifted there, and thinks out
 * how its drift could become intent. Nothing is written.
 *
 * @param files the revision that nodes are compared with, without its policy
 * @param folder of the manifests
 * @param looking at nodes, all at the same time
 */
record Adoptions(FileTree files, String folder, Function<List<NodeName>, List<Pass>> looking) {

  /**
   * @param wanted which resources are asked for
   */
  NodeAdoption of(NodeName node, Predicate<ResourceId> wanted) {
    Adopter adopter = new Adopter(ResourceTypes.installed());
    BiPredicate<NodeName, ResourceId> asked = (name, id) -> name.equals(node) && wanted.test(id);
    Pass pass = looking.apply(List.of(node)).getFirst();
    List<Drift> drifts = new ArrayList<>(pass.found().stream().toList());
    List<NodeName> sharers = List.copyOf(adopter.sharers(files, folder, drifts, asked));
    looking.apply(sharers).forEach(other -> drifts.addAll(other.found().stream().toList()));
    SortedSet<ResourceId> drifting = new TreeSet<>();
    pass.found().stream()
        .flatMap(drift -> drift.changes().stream())
        .map(ResourceChange::id)
        .filter(wanted)
        .forEach(drifting::add);
    return new NodeAdoption(pass, drifting, adopter.adopt(files, folder, drifts, asked));
  }
}
