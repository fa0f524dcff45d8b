package io.meshinfra.review;

import io.meshinfra.model.ResourceId;
import io.meshinfra.report.review.Unprobed;
import io.meshinfra.resource.Catalog;
import io.meshinfra.resource.HoldsSecrets;
import io.meshinfra.resource.ProbedByPlaybook;
import io.meshinfra.resource.ProbesByCommand;
import io.meshinfra.resource.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A catalog of somebody who may not push, without what would run commands of his or ask for
 * secrets.
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

  private static final String SECRETS =
      "it holds a secret, and secrets are not asked for on behalf of somebody who may not push";

  ForeignCatalog {
    unprobed = List.copyOf(unprobed);
  }

  /**
   * @param altered resources that the pull request adds or changes
   */
  static ForeignCatalog as(Trust trust, Catalog head, Set<ResourceId> altered) {
    return switch (trust) {
      case MEMBER -> new ForeignCatalog(head, List.of());
      case GUEST -> without(head, ForeignCatalog::secret);
      case FOREIGN ->
          without(head, resource -> secret(resource).or(() -> command(resource, altered)));
    };
  }

  private static ForeignCatalog without(
      Catalog head, Function<Resource<?>, Optional<String>> reason) {
    List<Resource<?>> safe = new ArrayList<>();
    List<Unprobed> unprobed = new ArrayList<>();
    for (Resource<?> resource : head.resources()) {
      reason
          .apply(resource)
          .ifPresentOrElse(
              why -> unprobed.add(new Unprobed(resource.id(), why)), () -> safe.add(resource));
    }
    return new ForeignCatalog(
        new Catalog(
            head.node(), head.revision(), head.mode(), safe, head.dependencies(), head.pruning()),
        unprobed);
  }

  private static Optional<String> secret(Resource<?> resource) {
    return HoldsSecrets.of(resource).map(text -> SECRETS);
  }

  /**
   * A playbook reads files that its resource does not name, so none is run from a foreign commit,
   * altered or not.
   */
  private static Optional<String> command(Resource<?> resource, Set<ResourceId> altered) {
    if (resource.type() instanceof ProbedByPlaybook<?>) {
      return Optional.of(PLAYBOOK);
    }
    return resource.type() instanceof ProbesByCommand && altered.contains(resource.id())
        ? Optional.of(COMMANDS)
        : Optional.empty();
  }
}
