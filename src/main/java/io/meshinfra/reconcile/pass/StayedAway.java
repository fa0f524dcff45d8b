package io.meshinfra.reconcile.pass;

import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;

/** A revision is in force, and the node was away when it was its turn; no pass was made. */
public record StayedAway(NodeName node, Revision revision) {}
