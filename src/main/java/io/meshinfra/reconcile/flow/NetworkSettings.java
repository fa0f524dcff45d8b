package io.meshinfra.reconcile.flow;

import io.meshinfra.resource.Doc;
import java.time.Duration;
import java.util.Optional;

/** How the network is held against its intent. */
@Doc("How the network is held against its intent.")
public interface NetworkSettings {
  Test test();

  /** Flows that nodes try. */
  @Doc("Flows that nodes try.")
  interface Test {
    @Doc(
        "How often nodes try what the network intent allows and denies, as mesh test does, like 6h;"
            + " without it never. At least 1m.")
    Optional<Duration> interval();
  }
}
