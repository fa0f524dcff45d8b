package io.meshinfra.desired.schema;

import io.meshinfra.desired.bind.Shape;
import io.meshinfra.desired.fold.Terms;
import io.meshinfra.desired.manifest.ApiVersion;
import io.meshinfra.desired.manifest.ManifestKinds;
import io.meshinfra.resource.ResourceType;
import io.meshinfra.resource.ResourceTypes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes one schema for all kinds of manifests with all kinds of resources inside. */
public final class SchemaWriter {
  private SchemaWriter() {}

  public static String write(ResourceTypes types, Map<String, Class<?>> more) {
    Map<String, Object> definitions = new LinkedHashMap<>();
    List<Object> manifests = new ArrayList<>();
    ManifestKinds.and(more)
        .forEach((kind, record) -> {
          definitions.put(kind, manifest(kind, record));
          manifests.add(Map.of("$ref", "#/$defs/" + kind));
        });
    definitions.put("resource", resource(types));
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "mesh-infra manifest");
    schema.put("oneOf", manifests);
    schema.put("$defs", definitions);
    return Json.of(schema);
  }

  /** Writes the schema of a file that is one document of its own. */
  public static String document(String title, Class<?> record) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", title);
    schema.putAll(new TypeSchema(false).record(record));
    return Json.of(schema);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> manifest(String kind, Class<?> record) {
    Map<String, Object> schema = new TypeSchema(false).record(record);
    Map<String, Object> properties = (Map<String, Object>) schema.get("properties");
    properties.put("apiVersion", Map.of("const", ApiVersion.CURRENT));
    properties.put("kind", Map.of("const", kind));
    return schema;
  }

  private static Map<String, Object> resource(ResourceTypes types) {
    TypeSchema inside = new TypeSchema(true);
    Map<String, Object> properties = new LinkedHashMap<>();
    for (ResourceType<?> type : types.all()) {
      properties.put(type.kind().name(), inside.record(type.kind().spec()));
    }
    List<Object> exactlyOne = new ArrayList<>();
    types.kinds().forEach(kind -> exactlyOne.add(Map.of("required", List.of(kind))));
    @SuppressWarnings("unchecked")
    Map<String, Object> terms = (Map<String, Object>) inside.record(Terms.class).get("properties");
    Shape.of(Terms.class).keys().forEach(key -> properties.put(key, terms.get(key)));
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("properties", properties);
    schema.put("oneOf", exactlyOne);
    schema.put("additionalProperties", false);
    return schema;
  }
}
