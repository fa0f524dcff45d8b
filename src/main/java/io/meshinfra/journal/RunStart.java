package io.meshinfra.journal;

import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import io.meshinfra.model.RunId;
import java.time.Instant;

/**
 * The beginning of one pass over one node.
 *
 * @param trigger why it began, e.g. {@code interval}, {@code push}, {@code request}
 */
public record RunStart(
    RunId id, NodeName node, Revision revision, String trigger, Instant startedAt) {}
