package io.meshinfra.join.rights;

import io.meshinfra.model.State;
import io.meshinfra.model.Value;
import io.meshinfra.resource.Catalog;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.Expectation;
import io.meshinfra.resource.ProbedByPlaybook;
import io.meshinfra.resource.Resource;
import io.meshinfra.resource.Touched;
import io.meshinfra.resource.Touching;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Derives the rights from a catalog. What is not known to get along without root needs it.
 *
 * @param login the hub's login on the node
 */
public record RightsNeeded(String login) {
  /** The attributes of a state that say to whom something belongs. */
  private static final Set<String> OWNERS = Set.of("owner", "group");

  public Rights by(Catalog catalog) {
    List<Resource<?>> all = catalog.resources();
    Optional<String> playbook = first(all, r -> r.type() instanceof ProbedByPlaybook<?>);
    if (playbook.isPresent()) {
      return new Rights.AnyCommand(playbook.get());
    }
    return first(all, resource -> !isOwn(resource))
        .<Rights>map(Rights.OneCommand::new)
        .orElseGet(Rights.Nothing::new);
  }

  private static Optional<String> first(List<Resource<?>> all, Predicate<Resource<?>> needy) {
    return all.stream().filter(needy).map(resource -> resource.id().toString()).findFirst();
  }

  /** Whether all that a change of it touches lies in the home of the login and belongs to it. */
  private <S> boolean isOwn(Resource<S> resource) {
    if (!(resource.type() instanceof Touching<?>)
        || !(resource.type().expected(resource.spec()) instanceof Expectation.Exists exists)) {
      return false;
    }
    @SuppressWarnings("unchecked")
    Touching<S> type = (Touching<S>) resource.type();
    Touched touched = type.touches(resource.spec(), new Change.Create(exists.state()));
    return touched.commands().isEmpty()
        && !touched.paths().isEmpty()
        && touched.paths().stream().allMatch(this::isInHome)
        && belongsToLogin(exists.state());
  }

  private boolean isInHome(String path) {
    return path.startsWith("/home/" + login + "/") && !("/" + path + "/").contains("/../");
  }

  private boolean belongsToLogin(State state) {
    return OWNERS.stream()
        .flatMap(owner -> state.get(owner).stream())
        .allMatch(owner -> owner.equals(Value.of(login)));
  }
}
