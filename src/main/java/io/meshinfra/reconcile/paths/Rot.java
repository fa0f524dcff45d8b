package io.meshinfra.reconcile.paths;

import io.meshinfra.model.NoWayIn.Obstacle;
import io.meshinfra.model.PathHealth;
import java.time.Duration;
import java.time.Instant;

/**
 * When a path that leads nowhere is told: after some tries or some time, since a link that was down
 * for a minute is nobody's business. Another machine that answers there is told at once.
 *
 * @param failures in a row
 */
public record Rot(int failures, Duration grace) {
  public Rot {
    if (failures < 1) {
      throw new IllegalArgumentException("mesh.paths.failures is at least 1, not " + failures);
    }
  }

  boolean has(PathHealth health, Instant now) {
    boolean stranger =
        health.why().filter(why -> why.obstacle() == Obstacle.OTHER_HOST_KEY).isPresent();
    return !health.isUp()
        && (stranger || health.failures() >= failures || !now.isBefore(health.since().plus(grace)));
  }
}
