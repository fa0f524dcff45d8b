package io.meshinfra.reconcile;

import io.meshinfra.converge.Outcome;
import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.desired.Presence;
import io.meshinfra.drift.Drift;
import io.meshinfra.model.AccessPath;
import io.meshinfra.model.Facts;
import io.meshinfra.model.Mode;
import io.meshinfra.model.NoWayIn;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import io.meshinfra.model.RunId;
import io.meshinfra.model.Target;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.reconcile.pass.Work;
import io.meshinfra.resource.Catalog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Fleets and passes for tests, without git and without nodes. */
public final class FleetOf {
  public static final Duration INTERVAL = Duration.ofMinutes(10);
  public static final Revision OLD = new Revision("1".repeat(40));
  public static final Revision NEW = new Revision("2".repeat(40));

  private FleetOf() {}

  public static Fleet at(Revision revision, String... nodes) {
    return new Fleet(
        "test", revision, Stream.of(nodes).map(name -> node(revision, name)).toList(), 0);
  }

  private static FleetNode node(Revision revision, String name) {
    NodeName node = new NodeName(name);
    return new FleetNode(
        node,
        new TreeMap<>(),
        Presence.ALWAYS_ON,
        new Target(node, List.of(AccessPath.local()), List.of(), "root", Target.Become.NONE),
        INTERVAL,
        Mode.ENFORCE,
        Optional.empty(),
        new Catalog(node, revision, Mode.ENFORCE, List.of(), Map.of()));
  }

  /** A pass that did not get in, told as Reconciliation does. */
  public static Pass without(Work work, NoWayIn why) {
    Pass pass =
        pass(
            work,
            why.cause().isBarred()
                ? new Outcome.Failed(why.reason())
                : new Outcome.Deferred("the node is away: " + why.reason()));
    return new Pass(
        pass.run(),
        pass.node(),
        pass.revision(),
        pass.trigger(),
        pass.startedAt(),
        pass.took(),
        pass.outcome(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(why));
  }

  /** A pass that saw the node, unless it ended as one over a node that is away. */
  public static Pass pass(Work work, Outcome outcome) {
    Optional<Drift> seen =
        outcome instanceof Outcome.Deferred
            ? Optional.empty()
            : Optional.of(new Drift(work.catalog(), Facts.UNKNOWN, Instant.EPOCH, List.of()));
    return new Pass(
        new RunId("20260301t101530-test-1"),
        work.node(),
        work.catalog().revision(),
        work.trigger(),
        Instant.EPOCH,
        Duration.ZERO,
        outcome,
        seen,
        Optional.empty(),
        List.of(),
        seen,
        Optional.empty());
  }
}
