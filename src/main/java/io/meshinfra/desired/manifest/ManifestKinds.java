package io.meshinfra.desired.manifest;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** The kinds of manifests and their records. */
public final class ManifestKinds {
  public static final Map<String, Class<?>> ALL =
      Collections.unmodifiableMap(
          new TreeMap<>(
              Map.of(
                  "Fleet", FleetManifest.class,
                  "Node", NodeManifest.class,
                  "Profile", ProfileManifest.class,
                  "Rollout", RolloutManifest.class)));

  private ManifestKinds() {}

  /** With those of another package, by name. */
  public static Map<String, Class<?>> and(Map<String, Class<?>> more) {
    Map<String, Class<?>> all = new TreeMap<>(ALL);
    all.putAll(more);
    return Collections.unmodifiableMap(all);
  }
}
