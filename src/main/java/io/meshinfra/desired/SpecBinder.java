package io.meshinfra.desired;

import io.meshinfra.desired.bind.Binder;
import io.meshinfra.desired.yaml.Yaml;
import io.meshinfra.desired.yaml.YamlFile;
import io.meshinfra.desired.yaml.YamlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Binds YAML to a spec record: texts, whole numbers, booleans, enums in lower case, lists, sets,
 * maps, optionals, nested records, and every class with a static {@code parse(String)}. All
 * mistakes are found at once; none is an exception.
 */
public final class SpecBinder {
  private SpecBinder() {}

  /** Binds one YAML document of its own, as a manifest holds it below the name of the kind. */
  public static <S> Binding<S> bind(Class<S> spec, String yaml) {
    YamlFile file = YamlReader.read("spec.yaml", yaml);
    if (!file.findings().isEmpty()) {
      return new Binding.Faulty<>(file.findings());
    }
    if (file.documents().size() != 1) {
      return new Binding.Faulty<>(
          List.of(new Finding("spec.yaml", 1, 1, "expected exactly one document")));
    }
    return bind(spec, file.documents().getFirst());
  }

  static <S> Binding<S> bind(Class<S> spec, Yaml yaml) {
    List<Finding> findings = new ArrayList<>();
    Optional<S> bound = new Binder(findings).bind(spec, yaml, spec.getSimpleName());
    findings.sort(null);
    return bound.isPresent() && findings.isEmpty()
        ? new Binding.Bound<>(bound.get())
        : new Binding.Faulty<>(findings);
  }
}
