package io.meshinfra.review;

import io.meshinfra.model.ResourceId;
import io.meshinfra.report.review.Unprobed;
import io.meshinfra.resource.Catalog;
import io.meshinfra.resource.ProbedByPlaybook;
import io.meshinfra.resource.ProbesByCommand;
import io.meshinfra.resource.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A catalog of somebody who may not push, without what would run commands of his.
 *
 * @param catalog what may be probed
 * @param unprobed what was taken out
 */
record ForeignCatalog(Catalog catalog, List<Unprobed> unprobed) {
  private static final String COMMANDS =
      "its probe runs commands of this pull request, which comes from somebody who may not push";
  private static final String PLAYBOOK =
      "its probe runs a playbook from the files of this pull request, which comes from somebody"
          + " who may not push";

  ForeignCatalog {
    unprobed = List.copyOf(unprobed);
  }

  /**
   * A playbook reads files that its resource does not name, so none is run from a foreign commit,
   * altered or not.
   *
   * @param altered resources that the pull request adds or changes
   */
  static ForeignCatalog of(Catalog head, Set<ResourceId> altered) {
    List<Resource<?>> safe = new ArrayList<>();
    List<Unprobed> unprobed = new ArrayList<>();
    for (Resource<?> resource : head.resources()) {
      if (resource.type() instanceof ProbedByPlaybook<?>) {
        unprobed.add(new Unprobed(resource.id(), PLAYBOOK));
      } else if (resource.type() instanceof ProbesByCommand && altered.contains(resource.id())) {
        unprobed.add(new Unprobed(resource.id(), COMMANDS));
      } else {
        safe.add(resource);
      }
    }
    return new ForeignCatalog(
        new Catalog(
            head.node(), head.revision(), head.mode(), safe, head.dependencies(), head.pruning()),
        unprobed);
  }
}
