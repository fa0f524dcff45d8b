package io.meshinfra.desired;

import java.time.Instant;

/** STAND-IN until the desired branch lands. */
public interface Presence {
  boolean expectedAt(Instant time);
}
