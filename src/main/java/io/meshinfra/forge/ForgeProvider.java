package io.meshinfra.forge;

import io.meshinfra.secret.Secrets;
import java.time.Clock;

/** One sort of forge: the bean of its sub-package, found by its name. */
public interface ForgeProvider {
  /** The value of {@code mesh.forge.kind} that chooses it. */
  String name();

  /**
   * Looks at the settings and makes a connection of them; nothing is asked of the forge yet.
   *
   * @param secrets asked at every use, so that a token can be replaced while the hub runs
   * @return a refusal when the settings do not do, with what is missing
   */
  Answer<Connection> connect(ForgeSettings settings, Secrets secrets, Clock clock);
}
