package io.meshinfra.desired;

import io.meshinfra.desired.schema.ReferencePage;
import io.meshinfra.resource.ResourceTypes;
import java.util.Map;

/** The reference page of all manifests and kinds of resources, in Markdown. */
public final class Reference {
  private Reference() {}

  /**
   * @param more manifests beside those of this package, by their kind
   */
  public static String of(ResourceTypes types, Map<String, Class<?>> more) {
    return ReferencePage.write(types, more);
  }
}
