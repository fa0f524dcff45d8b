package io.meshinfra.plan;

import io.meshinfra.drift.Drift;
import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.Origin;
import io.meshinfra.model.ResourceId;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.Condition;
import io.meshinfra.resource.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides everything about a plan: what is done, in which order, what waits and why.
 *
 * <p>In the order of the catalog each drifted resource becomes a step or waits. Reactions (a
 * service that restarts because its file changes) become changes of their own. Resources of a kind
 * that can be brought about together share a step where no dependency forbids it. What mode heal
 * holds is planned as it was applied, and the new intent waits beside it.
 */
public final class Planner {
  private static final String HELD =
      "mode heal repairs what was applied before and rolls out nothing new";

  private final Drift drift;
  private final Tries tries;
  private final Reactions reactions;
  private final Map<ResourceId, ResourceChange> drifted = new LinkedHashMap<>();
  private final Map<ResourceId, ResourceChange> held = new LinkedHashMap<>();
  private final List<Waiting> waiting = new ArrayList<>();
  private final Set<ResourceId> missing = new HashSet<>();
  private final Steps steps;

  private Planner(Drift drift, Tries tries) {
    this.drift = drift;
    this.tries = tries;
    this.reactions = Reactions.of(drift.allowed());
    this.steps = new Steps(drift.allowed(), drift.facts(), reactions);
    Map<ResourceId, String> allowed = new HashMap<>();
    drift.allowed().resources().forEach(r -> allowed.put(r.id(), r.fingerprint()));
    for (ResourceChange change : drift.changes()) {
      boolean isAllowed = change.resource().fingerprint().equals(allowed.get(change.id()));
      (isAllowed ? drifted : held).put(change.id(), change);
    }
  }

  /** Everything that may be done. */
  public static Plan plan(Drift drift) {
    return plan(drift, Tries.NONE);
  }

  /** The same without what was tried in vain; it waits. */
  public static Plan plan(Drift drift, Tries tries) {
    return new Planner(drift, tries).plan();
  }

  private Plan plan() {
    for (Resource<?> resource : drift.allowed().resources()) {
      change(resource).ifPresent(this::place);
      Optional.ofNullable(held.get(resource.id()))
          .ifPresent(intent -> waiting.add(new Waiting(intent, held(intent.resource().terms()))));
    }
    List<Step> planned = steps.build();
    return new Plan(
        drift.node(),
        drift.revision(),
        drift.probedAt(),
        planned,
        waiting,
        PlanHash.of(drift.node(), planned));
  }

  /** The drift of the resource, with the reaction that other steps of this plan make due. */
  private Optional<ResourceChange> change(Resource<?> resource) {
    Optional<ResourceChange> own = Optional.ofNullable(drifted.get(resource.id()));
    Optional<Reactions.Due> due = reactions.due(resource.id(), steps.planned(), own.isPresent());
    if (due.isEmpty()) {
      return own;
    }
    Origin origin = own.map(ResourceChange::origin).orElse(due.get().origin());
    Change change = own.map(ResourceChange::change).orElse(Reactions.NOTHING_ELSE);
    return Optional.of(new ResourceChange(resource, due.get().addedTo(change), origin));
  }

  private void place(ResourceChange change) {
    notYetWanted(change)
        .or(() -> reasonToWait(change))
        .map(reason -> new Waiting(change, reason))
        .or(() -> triedInVain(change))
        .or(() -> afterMissing(change))
        .ifPresentOrElse(this::leave, () -> steps.add(change));
  }

  private void leave(Waiting waits) {
    waiting.add(waits);
    if (waits.tried() || isMissing(waits.change().change())) {
      missing.add(waits.change().id());
    }
  }

  /** What is found out about the machine may be against it, whatever the mode. */
  private Optional<String> notYetWanted(ResourceChange change) {
    return change.resource().on(drift.facts()) instanceof Condition.Answer.Waits(String reason)
        ? Optional.of(reason)
        : Optional.empty();
  }

  private static Optional<String> reasonToWait(ResourceChange change) {
    if (change.change() instanceof Change.Unverifiable unverifiable) {
      return Optional.of("could not be verified: " + unverifiable.reason());
    }
    Resource.Terms terms = change.resource().terms();
    return switch (terms.mode()) {
      case OBSERVE -> terms.hold().or(() -> Optional.of("mode observe reports and never changes"));
      case HEAL ->
          change.origin() == Origin.INTENTIONAL ? Optional.of(held(terms)) : Optional.empty();
      case ENFORCE -> Optional.empty();
    };
  }

  private static String held(Resource.Terms terms) {
    return terms.hold().orElse(HELD);
  }

  private Optional<Waiting> triedInVain(ResourceChange change) {
    return tries.inVain(change).map(how -> new Waiting(change, whyNotAgain(change, how), true));
  }

  private String whyNotAgain(ResourceChange change, String how) {
    String why =
        tries.wasRolledBack(change)
            ? "locked the hub out, and the guard of the node undid it (%s); waits for another spec"
                + " of it, or for: mesh reconcile %s --insist"
            : "was tried at this revision and did not help (%s); waits for a new revision, for"
                + " other drift, or for: mesh reconcile %s --insist";
    return why.formatted(how, drift.node());
  }

  private Optional<Waiting> afterMissing(ResourceChange change) {
    return drift.allowed().dependenciesOf(change.id()).stream()
        .filter(missing::contains)
        .findFirst()
        .map(first -> new Waiting(change, "comes after " + first + ", which waits itself"));
  }

  /** Something that waits and is not there yet, or may not be. */
  private static boolean isMissing(Change waits) {
    return switch (waits) {
      case Change.Create create -> true;
      case Change.Unverifiable unverifiable -> true;
      case Change.Update update -> false;
      case Change.Delete delete -> false;
    };
  }
}
