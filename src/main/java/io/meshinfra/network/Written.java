package io.meshinfra.network;

import io.meshinfra.desired.yaml.Position;
import io.meshinfra.desired.yaml.Yaml;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Resources as they would be written in a manifest, so that they are checked like any other.
 *
 * @param at where what they come from is written
 */
record Written(Position at) {
  Yaml word(String text) {
    return new Yaml.Scalar(text, false, at);
  }

  Yaml list(String... words) {
    return new Yaml.Items(Stream.of(words).map(this::word).toList(), at);
  }

  /**
   * @param entries a key, its value, the next key, and so on
   */
  Yaml map(Object... entries) {
    Map<String, Yaml.Field> fields = new LinkedHashMap<>();
    for (int i = 0; i < entries.length; i += 2) {
      fields.put((String) entries[i], new Yaml.Field(at, (Yaml) entries[i + 1]));
    }
    return new Yaml.Fields(fields, at);
  }
}
