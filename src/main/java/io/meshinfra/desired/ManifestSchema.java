package io.meshinfra.desired;

import io.meshinfra.desired.schema.SchemaWriter;
import io.meshinfra.resource.ResourceTypes;
import java.util.Map;

/** The JSON Schema (draft 2020-12) of a manifest, for editors. */
public final class ManifestSchema {
  private ManifestSchema() {}

  /** The same of an intent, which is a file of its own. */
  public static String ofIntent(String name, Class<?> form) {
    return SchemaWriter.document("mesh-infra intent: " + name, form);
  }

  /**
   * The schema as text; it changes only when the records do.
   *
   * @param more manifests beside those of this package, by their kind
   */
  public static String of(ResourceTypes types, Map<String, Class<?>> more) {
    return SchemaWriter.write(types, more);
  }
}
