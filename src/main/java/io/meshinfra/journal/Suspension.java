package io.meshinfra.journal;

import io.meshinfra.model.NodeName;
import java.time.Instant;
import java.util.Optional;

/**
 * Somebody asked the hub to leave a node alone.
 *
 * @param until when it ends by itself; empty for never
 */
public record Suspension(
    NodeName node, String reason, String by, Instant since, Optional<Instant> until) {}
