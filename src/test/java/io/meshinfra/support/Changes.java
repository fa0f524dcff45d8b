package io.meshinfra.support;

import io.meshinfra.desired.Binding;
import io.meshinfra.desired.SpecBinder;
import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.Mode;
import io.meshinfra.model.Origin;
import io.meshinfra.model.Revision;
import io.meshinfra.model.State;
import io.meshinfra.plan.Plan;
import io.meshinfra.plan.Step;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.Expectation;
import io.meshinfra.resource.Resource;
import io.meshinfra.resource.ResourceType;
import io.meshinfra.resource.ResourceTypes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Changes and plans of real kinds, without a node that they were seen on. */
public final class Changes {
  public static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final ResourceTypes TYPES = ResourceTypes.installed();

  private Changes() {}

  /** What creates the resource, or removes one that shall be absent. */
  public static ResourceChange of(String kind, String spec) {
    return of(kind, spec, false);
  }

  public static ResourceChange guarded(String kind, String spec) {
    return of(kind, spec, true);
  }

  public static ResourceChange corrective(ResourceChange change) {
    return new ResourceChange(change.resource(), change.change(), Origin.CORRECTIVE);
  }

  private static ResourceChange of(String kind, String spec, boolean guard) {
    return change(TYPES.of(kind).orElseThrow(), spec, guard);
  }

  private static <S> ResourceChange change(ResourceType<S> type, String yaml, boolean guard) {
    S spec =
        switch (SpecBinder.bind(type.kind().spec(), yaml)) {
          case Binding.Bound<S> bound -> bound.spec();
          case Binding.Faulty<S> faulty -> throw new IllegalArgumentException(faulty.toString());
        };
    Resource.Terms terms = new Resource.Terms(Mode.ENFORCE, guard, Set.of(), "fleet.yaml:7:5");
    Change change =
        switch (type.expected(spec)) {
          case Expectation.Exists exists -> new Change.Create(exists.state());
          case Expectation.Gone gone -> new Change.Delete(State.EMPTY);
        };
    return new ResourceChange(Resource.of(type, spec, terms), change, Origin.INTENTIONAL);
  }

  /** A plan of node hub with one step for each change, probed a second ago. */
  public static Plan plan(ResourceChange... changes) {
    return plan("hub", changes);
  }

  public static Plan plan(String node, ResourceChange... changes) {
    List<Step> steps =
        IntStream.range(0, changes.length)
            .mapToObj(
                i -> new Step(i + 1, List.of(changes[i]), List.of(), Set.of(), Map.of(), "a test"))
            .toList();
    Revision revision = Catalogs.REVISION;
    return new Plan(
        new io.meshinfra.model.NodeName(node),
        revision,
        NOW.minusSeconds(1),
        steps,
        List.of(),
        "0123456789abcdef");
  }
}
