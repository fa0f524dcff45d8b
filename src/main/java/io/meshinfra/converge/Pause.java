package io.meshinfra.converge;

import java.time.Duration;

/** Waits; a test replaces it by a clock that moves on. */
public interface Pause {
  /** Whether the whole time was waited; false when the thread shall end. */
  boolean sleep(Duration time);

  /** Really waits. */
  Pause REAL =
      time -> {
        try {
          Thread.sleep(time);
          return true;
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return false;
        }
      };
}
