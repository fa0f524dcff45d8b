package io.meshinfra.adopt;

import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.drift.DriftDetector;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Observation;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.State;
import io.meshinfra.model.Value;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.Expectation;
import io.meshinfra.resource.Resource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Checks what edited files say: what was adopted is in sync with what was seen, and nothing else of
 * any node became another.
 */
record Proof(Fleet before, Fleet after, Map<Spot, Drafted.Covered> covered) {

  /** What is wrong, if anything. */
  Optional<String> problem() {
    if (!before.nodes().keySet().equals(after.nodes().keySet())) {
      return Optional.of("the edit would change which nodes there are");
    }
    for (FleetNode node : before.nodes().values()) {
      Optional<String> problem = problem(node, after.nodes().get(node.name()));
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  private Optional<String> problem(FleetNode was, FleetNode is) {
    if (!isSameNode(was, is)) {
      return Optional.of("the edit would also change how node %s is reached".formatted(was.name()));
    }
    Map<ResourceId, Resource<?>> old = byId(was);
    Map<ResourceId, Resource<?>> now = byId(is);
    Set<ResourceId> ids = new LinkedHashSet<>(old.keySet());
    ids.addAll(now.keySet());
    for (ResourceId id : ids) {
      Drafted.Covered adopted = covered.get(new Spot(was.name(), id));
      Optional<String> problem =
          adopted == null
              ? unlessSame(was.name(), id, old.get(id), now.get(id))
              : unlessInSync(adopted, old.get(id), now.get(id));
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  private static boolean isSameNode(FleetNode was, FleetNode is) {
    return was.labels().equals(is.labels())
        && was.presence().equals(is.presence())
        && was.target().equals(is.target())
        && was.interval().equals(is.interval())
        && was.mode() == is.mode();
  }

  private static Optional<String> unlessSame(
      NodeName node, ResourceId id, Resource<?> was, Resource<?> is) {
    boolean same =
        was != null
            && is != null
            && was.fingerprint().equals(is.fingerprint())
            && was.terms().mode() == is.terms().mode()
            && was.terms().guard() == is.terms().guard()
            && was.terms().after().equals(is.terms().after());
    return same
        ? Optional.empty()
        : Optional.of("the edit would also change %s of node %s".formatted(id, node));
  }

  private static Optional<String> unlessInSync(
      Drafted.Covered adopted, Resource<?> was, Resource<?> is) {
    if (is == null) {
      return adopted.isDropped()
          ? Optional.empty()
          : Optional.of("the edit would remove %s".formatted(adopted.change().id()));
    }
    Observation seen = seen(expected(was), adopted.change().change(), adopted.edit().seen());
    return DriftDetector.change(expected(is), seen)
        .map(left ->
            "even with the edit it would differ: "
                + (left instanceof Change.Update update
                    ? String.join(", ", update.differences().keySet())
                    : left.word()));
  }

  /**
   * The observation that the change was made of, as far as it is known: what was expected, and what
   * was seen instead.
   */
  private static Observation seen(
      Expectation expected, Change change, Map<String, Value> readAnew) {
    return switch (change) {
      case Change.Create create ->
          readAnew.isEmpty() ? Observation.ABSENT : Observation.present(State.of(readAnew));
      case Change.Delete delete -> Observation.present(over(delete.was(), readAnew));
      case Change.Unverifiable unverifiable -> Observation.unknown(unverifiable.reason());
      case Change.Update update -> {
        State wanted = expected instanceof Expectation.Exists exists ? exists.state() : State.EMPTY;
        TreeMap<String, Value> seen = new TreeMap<>(wanted.attributes());
        update
            .differences()
            .forEach((attribute, difference) ->
                difference
                    .from()
                    .ifPresentOrElse(
                        value -> seen.put(attribute, value), () -> seen.remove(attribute)));
        yield Observation.present(over(State.of(seen), readAnew));
      }
    };
  }

  private static State over(State state, Map<String, Value> more) {
    TreeMap<String, Value> all = new TreeMap<>(state.attributes());
    all.putAll(more);
    return State.of(all);
  }

  private static Map<ResourceId, Resource<?>> byId(FleetNode node) {
    Map<ResourceId, Resource<?>> byId = new LinkedHashMap<>();
    node.catalog().resources().forEach(resource -> byId.put(resource.id(), resource));
    return byId;
  }

  private static <S> Expectation expected(Resource<S> resource) {
    return resource.type().expected(resource.spec());
  }
}
