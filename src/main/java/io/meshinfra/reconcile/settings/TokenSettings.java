package io.meshinfra.reconcile.settings;

import io.meshinfra.resource.Doc;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long API tokens live. */
@Doc("How long API tokens live. Those that are issued live for 24 h at most.")
public interface TokenSettings {
  @Doc(
      "After which time the hub replaces the operator's token in its home; the file has the new one"
          + " a little earlier. 0s for never, where programs keep a copy: that is told at the start,"
          + " and breaks tokens_expire_24h.")
  @WithDefault("24h")
  Duration operatorLife();
}
