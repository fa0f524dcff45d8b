package io.meshinfra.desired;

import io.meshinfra.desired.schema.SchemaWriter;
import io.meshinfra.resource.ResourceTypes;

/** The JSON Schema (draft 2020-12) of a manifest, for editors. */
public final class ManifestSchema {
  private ManifestSchema() {}

  /** The schema as text; it changes only when the records do. */
  public static String of(ResourceTypes types) {
    return SchemaWriter.write(types);
  }
}
