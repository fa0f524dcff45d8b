package io.meshinfra.desired;

import io.meshinfra.desired.schema.ReferencePage;
import io.meshinfra.resource.ResourceTypes;

/** The reference page of all manifests and kinds of resources, in Markdown. */
public final class Reference {
  private Reference() {}

  public static String of(ResourceTypes types) {
    return ReferencePage.write(types);
  }
}
