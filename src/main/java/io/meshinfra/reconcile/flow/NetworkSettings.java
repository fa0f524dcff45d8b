package io.meshinfra.reconcile.flow;

import io.meshinfra.resource.Doc;
import io.smallrye.config.WithDefault;

/** How the network is held against its intent. */
@Doc("How the network is held against its intent.")
public interface NetworkSettings {
  Test test();

  /** Flows that nodes try. */
  @Doc("Flows that nodes try.")
  interface Test {
    @Doc(
        "How often nodes and the hub try what the network intent allows and denies, as mesh test does,"
            + " a fifth more or less; off or 0 turns it off. At least 10s. Without a network intent"
            + " nothing is tried.")
    @WithDefault("1h")
    String interval();

    @Doc(
        "Whether the network is tried before and after each change of a rollout, so that one that opens"
            + " a denied flow or shuts a way in fails its node.")
    @WithDefault("true")
    boolean rollouts();
  }
}
