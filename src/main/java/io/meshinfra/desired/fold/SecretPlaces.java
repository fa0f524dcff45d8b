package io.meshinfra.desired.fold;

import io.meshinfra.desired.Finding;
import io.meshinfra.desired.yaml.Yaml;
import io.meshinfra.model.SecretText;
import io.meshinfra.resource.Kind;
import io.meshinfra.resource.TakesSecrets;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Refuses secrets wherever they would get into arguments, names, plans or environments. */
final class SecretPlaces {
  private SecretPlaces() {}

  /** Whether all secrets stand where the kind takes them; the findings say where not. */
  static boolean check(Kind<?> kind, Yaml body, Yaml terms, List<Finding> findings) {
    int before = findings.size();
    Set<String> taking =
        Arrays.stream(kind.spec().getRecordComponents())
            .filter(component -> component.isAnnotationPresent(TakesSecrets.class))
            .map(RecordComponent::getName)
            .collect(Collectors.toSet());
    if (body instanceof Yaml.Fields fields) {
      fields
          .fields()
          .forEach((key, field) -> {
            if (!taking.contains(key)) {
              refuse(field.value(), kind.name() + "." + key, findings);
            }
          });
    } else {
      refuse(body, kind.name(), findings);
    }
    refuse(terms, "this item", findings);
    return findings.size() == before;
  }

  private static void refuse(Yaml yaml, String place, List<Finding> findings) {
    switch (yaml) {
      case Yaml.Scalar scalar -> {
        if (SecretText.isMarked(scalar.text())) {
          findings.add(
              scalar
                  .at()
                  .finding(
                      "a secret cannot stand in %s, where it would be seen; it can be in content, template or secretRef of a file, which others then read"
                          .formatted(place)));
        }
      }
      case Yaml.Items list -> list.items().forEach(item -> refuse(item, place, findings));
      case Yaml.Fields map ->
          map.fields().values().forEach(field -> refuse(field.value(), place, findings));
    }
  }
}
