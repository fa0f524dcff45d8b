package io.meshinfra.plan;

import io.meshinfra.drift.Drift;
import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.Mode;
import io.meshinfra.model.Origin;
import io.meshinfra.model.ResourceId;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.Resource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides everything about a plan: what is done, in which order, what waits and why.
 *
 * <p>In the order of the catalog each drifted resource becomes a step or waits. Reactions (a
 * service that restarts because its file changes) become changes of their own. Resources of a kind
 * that can be brought about together share a step where no dependency forbids it.
 */
public final class Planner {
  private final Drift drift;
  private final Reactions reactions;
  private final Map<ResourceId, ResourceChange> drifted = new LinkedHashMap<>();
  private final Map<ResourceId, Waiting> waiting = new LinkedHashMap<>();
  private final Steps steps;

  private Planner(Drift drift) {
    this.drift = drift;
    this.reactions = Reactions.of(drift.catalog());
    this.steps = new Steps(drift.catalog(), drift.facts(), reactions);
    drift.changes().forEach(change -> drifted.put(change.id(), change));
  }

  public static Plan plan(Drift drift) {
    return new Planner(drift).plan();
  }

  private Plan plan() {
    for (Resource<?> resource : drift.catalog().resources()) {
      change(resource).ifPresent(this::place);
    }
    List<Step> planned = steps.build();
    return new Plan(
        drift.node(),
        drift.revision(),
        drift.probedAt(),
        planned,
        new ArrayList<>(waiting.values()),
        PlanHash.of(drift.node(), planned));
  }

  /** The drift of the resource, with the reaction that other steps of this plan make due. */
  private Optional<ResourceChange> change(Resource<?> resource) {
    Optional<ResourceChange> own = Optional.ofNullable(drifted.get(resource.id()));
    Optional<Reactions.Due> due = reactions.due(resource.id(), steps.planned());
    if (due.isEmpty()) {
      return own;
    }
    Origin origin = own.map(ResourceChange::origin).orElse(due.get().origin());
    Change change = own.map(ResourceChange::change).orElse(Reactions.NOTHING_ELSE);
    return Optional.of(new ResourceChange(resource, due.get().addedTo(change), origin));
  }

  private void place(ResourceChange change) {
    reasonToWait(change)
        .ifPresentOrElse(
            reason -> waiting.put(change.id(), new Waiting(change, reason)),
            () -> steps.add(change));
  }

  private Optional<String> reasonToWait(ResourceChange change) {
    if (change.change() instanceof Change.Unverifiable unverifiable) {
      return Optional.of("could not be verified: " + unverifiable.reason());
    }
    Mode mode = change.resource().terms().mode();
    if (mode == Mode.OBSERVE) {
      return Optional.of("mode observe reports and never changes");
    }
    if (mode == Mode.HEAL && change.origin() == Origin.INTENTIONAL) {
      return Optional.of("mode heal repairs what was applied before and rolls out nothing new");
    }
    return drift.catalog().dependenciesOf(change.id()).stream()
        .filter(this::isMissing)
        .findFirst()
        .map(first -> "comes after " + first + ", which waits itself");
  }

  /** Something that waits and is not there yet, or may not be. */
  private boolean isMissing(ResourceId id) {
    Waiting waits = waiting.get(id);
    return waits != null
        && switch (waits.change().change()) {
          case Change.Create create -> true;
          case Change.Unverifiable unverifiable -> true;
          case Change.Update update -> false;
          case Change.Delete delete -> false;
        };
  }
}
