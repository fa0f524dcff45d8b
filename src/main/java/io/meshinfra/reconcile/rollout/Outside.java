package io.meshinfra.reconcile.rollout;

import io.meshinfra.desired.HealthCheck;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import io.meshinfra.model.Target;
import io.meshinfra.probe.HealthProbe;
import io.meshinfra.resource.Catalog;
import io.meshinfra.rollout.Condition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What rollouts need of the rest of the hub. */
public interface Outside {
  Map<NodeName, Condition> conditions();

  /** Has these looked at now. */
  void wake(List<NodeName> nodes, boolean insist);

  /** What a former revision wanted of a node; empty when it cannot be read any more. */
  Optional<Catalog> catalog(NodeName node, Revision revision);

  /** Whether nodes are asked how they are also in rollouts that have no checks. */
  boolean asksWithoutChecks();

  /** A run of what is new is about to begin; blocks until it is known how the node is before. */
  void begins(NodeName node);

  /**
   * Blocks until the checks have ended, and until it is known whether the network is worse than
   * before.
   */
  HealthProbe.Result health(Target target, List<HealthCheck> checks);

  /**
   * Has the next pass over the node undo the last generations, as far as they are of these
   * revisions; blocks until the node has told which it keeps. Tells what is done.
   */
  String putBack(NodeName node, Set<Revision> revisions, String by, String why);

  void tell(String type, Optional<NodeName> node, String message);
}
