package io.meshinfra.reconcile;

import io.meshinfra.desired.Explain;
import io.meshinfra.network.NetworkPlanner;
import io.meshinfra.policy.Policies;
import io.meshinfra.resource.ResourceTypes;
import java.util.Map;
import java.util.TreeMap;

/** What kinds and their fields mean, for doors that know no manifests. */
public final class Explanations {
  private Explanations() {}

  /** Forms of whatever is no resource and no manifest of the fleet: policy and intents. */
  public static Map<String, Class<?>> more() {
    Map<String, Class<?>> more = new TreeMap<>(Policies.MANIFESTS);
    more.putAll(NetworkPlanner.INTENTS);
    return more;
  }

  /**
   * @param path like {@code file}, {@code file.mode}, {@code Node.spec.access}
   * @throws IllegalArgumentException when there is none; the message names what may have been meant
   */
  public static String of(String path) {
    return new Explain(ResourceTypes.installed(), more()).of(path);
  }
}
