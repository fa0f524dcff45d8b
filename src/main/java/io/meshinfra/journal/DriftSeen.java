package io.meshinfra.journal;

import io.meshinfra.model.NodeName;
import io.meshinfra.model.Origin;
import io.meshinfra.model.ResourceId;
import java.time.Instant;

/**
 * A resource that is not as it shall be.
 *
 * @param word what would have to be done: create, update, delete, unverifiable
 * @param since when a probe first saw it so
 */
public record DriftSeen(
    NodeName node, ResourceId resource, String word, Origin origin, Instant since) {}
