package io.meshinfra.journal;

import io.meshinfra.model.FencingToken;
import java.time.Instant;
import java.util.Optional;

/**
 * The right of one hub to work the fleet. All times are those of the database.
 *
 * @param until when others may take it; empty when there can be no others
 */
public record Lease(FencingToken token, Instant takenAt, Optional<Instant> until) {}
