package io.meshinfra.journal;

import java.time.Instant;
import java.util.Optional;

/**
 * One process that works or stands by as a hub.
 *
 * @param id differs from that of every other process, also of the same machine and home
 * @param name by which people find it, like {@code 4711@gateway}
 */
public record HubId(String id, String name) {
  @Override
  public String toString() {
    return name;
  }

  /**
   * A hub as the others see it.
   *
   * @param seenAt when it was last heard of, by the clock of the database
   * @param lease what it holds, when it is in charge
   */
  public record Seen(HubId hub, Instant startedAt, Instant seenAt, Optional<Lease> lease) {}
}
