package io.meshinfra.reconcile.settings;

import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Gives {@code mesh.home} its default, which depends on who runs the hub. */
public final class HubHomeSource implements ConfigSource {
  private static final String NAME = "mesh.home";

  /** Below everything that people write. */
  private static final int ORDINAL = 10;

  private final Map<String, String> values;

  public HubHomeSource() {
    this.values =
        Map.of(
            NAME,
            HubHome.byDefault(
                    System.getenv(),
                    System.getProperty("user.name", ""),
                    System.getProperty("user.home", "/"))
                .toString());
  }

  @Override
  public Set<String> getPropertyNames() {
    return values.keySet();
  }

  @Override
  public String getValue(String name) {
    return values.get(name);
  }

  @Override
  public String getName() {
    return "the default home of the hub";
  }

  @Override
  public int getOrdinal() {
    return ORDINAL;
  }
}
