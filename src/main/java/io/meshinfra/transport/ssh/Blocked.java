package io.meshinfra.transport.ssh;

import io.meshinfra.model.NoWayIn.Obstacle;
import java.io.IOException;
import java.io.Serial;

/** An access path ends here, and it is known why. */
final class Blocked extends IOException {
  @Serial private static final long serialVersionUID = 1;

  private final Obstacle obstacle;

  Blocked(Obstacle obstacle, String message) {
    super(message);
    this.obstacle = obstacle;
  }

  Blocked(Obstacle obstacle, String message, Throwable cause) {
    super(message, cause);
    this.obstacle = obstacle;
  }

  Obstacle obstacle() {
    return obstacle;
  }
}
