package io.meshinfra.reconcile;

import io.meshinfra.desired.Explain;
import io.meshinfra.policy.Policies;
import io.meshinfra.resource.ResourceTypes;

/** What kinds and their fields mean, for doors that know no manifests. */
public final class Explanations {
  private Explanations() {}

  /**
   * @param path like {@code file}, {@code file.mode}, {@code Node.spec.access}
   * @throws IllegalArgumentException when there is none; the message names what may have been meant
   */
  public static String of(String path) {
    return new Explain(ResourceTypes.installed(), Policies.MANIFESTS).of(path);
  }
}
