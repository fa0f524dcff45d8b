package io.meshinfra.report.review;

import io.meshinfra.drift.Drift;
import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.Facts;
import io.meshinfra.model.Origin;
import io.meshinfra.model.ResourceId;
import io.meshinfra.plan.Guard;
import io.meshinfra.plan.Plan;
import io.meshinfra.plan.Step;
import io.meshinfra.plan.Waiting;
import io.meshinfra.resource.Catalog;
import io.meshinfra.resource.Condition;
import io.meshinfra.resource.Resource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tells what a pull request does to a node from what it only finds there, by comparing the catalog
 * of its head with that of the branch it goes into: what both have alike is not its doing.
 */
public final class Attribution {
  private final Catalog head;
  private final Map<ResourceId, Resource<?>> target = new LinkedHashMap<>();

  /**
   * @param target absent for a node that the branch does not have
   */
  public Attribution(Catalog head, Optional<Catalog> target) {
    this.head = head;
    target.ifPresent(catalog -> catalog.resources().forEach(r -> this.target.put(r.id(), r)));
  }

  /** Resources that are new in the head, or that it wants otherwise. */
  public Set<ResourceId> altered() {
    Set<ResourceId> altered = new HashSet<>();
    for (Resource<?> resource : head.resources()) {
      Resource<?> before = target.get(resource.id());
      if (before == null || !resource.fingerprint().equals(before.fingerprint())) {
        altered.add(resource.id());
      }
    }
    return altered;
  }

  /** Resources that the branch has and the head has not. */
  public List<ResourceId> leaving() {
    Set<ResourceId> stays = new HashSet<>();
    head.resources().forEach(resource -> stays.add(resource.id()));
    return target.keySet().stream().filter(id -> !stays.contains(id)).sorted().toList();
  }

  /** Those of them that such a machine can have, since they were not passed over there. */
  public List<ResourceId> leaving(Facts facts) {
    return leaving().stream()
        .filter(id -> !(target.get(id).on(facts) instanceof Condition.Answer.PassedOver))
        .toList();
  }

  /**
   * The changes of the plan, those that wait last.
   *
   * @param moved resources that were last seen changed by hand, compared with the branch
   */
  public List<Told> of(Plan plan, Drift drift, Set<ResourceId> moved) {
    Set<ResourceId> altered = altered();
    Set<ResourceId> drifted = new HashSet<>();
    drift.changes().forEach(change -> drifted.add(change.id()));
    Map<ResourceId, Cause> causes = new HashMap<>();
    List<Told> told = new ArrayList<>();
    for (Step step : plan.steps()) {
      for (ResourceChange change : step.changes()) {
        Told bare = told(change, cause(change, altered, drifted, causes), moved);
        told.add(bare.guarded(step.guard().map(Guard::text)));
      }
    }
    for (Waiting waiting : plan.waiting()) {
      Cause cause = cause(waiting.change(), altered, drifted, causes);
      told.add(told(waiting.change(), cause, moved).waiting(waiting.reason()));
    }
    return told;
  }

  private static Told told(ResourceChange change, Cause cause, Set<ResourceId> moved) {
    boolean over = cause == Cause.PULL_REQUEST && moved.contains(change.id());
    return new Told(change, cause, over, Optional.empty(), Optional.empty());
  }

  /** What is only a reaction, a service that restarts, has the cause of what it reacts to. */
  private Cause cause(
      ResourceChange change,
      Set<ResourceId> altered,
      Set<ResourceId> drifted,
      Map<ResourceId, Cause> causes) {
    Cause own = own(change, altered);
    Cause cause =
        drifted.contains(change.id())
            ? own
            : head.dependenciesOf(change.id()).stream()
                .map(causes::get)
                .filter(c -> c != null)
                .min(Comparator.naturalOrder())
                .orElse(own);
    causes.put(change.id(), cause);
    return cause;
  }

  /** What mode heal brings back to what was applied before is drift, whatever git has now. */
  private static Cause own(ResourceChange change, Set<ResourceId> altered) {
    if (change.asApplied().isEmpty() && altered.contains(change.id())) {
      return Cause.PULL_REQUEST;
    }
    return change.origin() == Origin.CORRECTIVE ? Cause.DRIFT : Cause.PENDING;
  }
}
