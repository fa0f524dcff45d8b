package io.meshinfra.network.intent;

import io.meshinfra.desired.Finding;
import io.meshinfra.desired.Loading;
import io.meshinfra.desired.bind.Suggestion;
import io.meshinfra.desired.yaml.Position;
import io.meshinfra.desired.yaml.Yaml;
import java.util.Collection;
import java.util.List;

/** Finds where a word is written. */
final class Places {
  private Places() {}

  /** The word itself in a list of words, else the whole. */
  static Position of(Yaml yaml, String word) {
    return yaml instanceof Yaml.Items list
        ? list.items().stream()
            .filter(item -> item instanceof Yaml.Scalar scalar && scalar.text().equals(word))
            .findFirst()
            .orElse(list)
            .at()
        : yaml.at();
  }

  /** What may have been meant; left out when so much is wrong that nobody reads all of it. */
  static String hint(List<Finding> findings, String name, Collection<String> known) {
    return findings.size() > Loading.Invalid.MOST_SHOWN ? "" : Suggestion.of(name, known);
  }

  /** The value of a key of a map, else the whole. */
  static Yaml field(Yaml yaml, String key) {
    return yaml instanceof Yaml.Fields fields ? fields.get(key).orElse(yaml) : yaml;
  }
}
