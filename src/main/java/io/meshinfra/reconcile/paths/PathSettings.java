package io.meshinfra.reconcile.paths;

import io.meshinfra.resource.Doc;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How ways into nodes are tried before they are needed. */
@Doc("How ways into nodes are tried before they are needed.")
public interface PathSettings {
  @Doc(
      "How often every access path of a node that is there is tried, by a login that runs nothing; a"
          + " path that fails is tried again after a quarter of it. At least 10s.")
  @WithDefault("15m")
  Duration interval();

  @Doc("Nodes whose paths are tried at the same time.")
  @WithDefault("8")
  int parallel();

  @Doc("After how many tries in a row a path that leads nowhere counts as drift.")
  @WithDefault("3")
  int failures();

  @Doc("Or after how long, whichever comes first.")
  @WithDefault("1h")
  Duration grace();
}
