package io.meshinfra.policy.condition;

import io.meshinfra.model.Printable;
import java.util.List;

/** No change is of such a resource. */
public record ProtectedResources(List<ResourcePattern> patterns) implements Condition {
  public ProtectedResources {
    patterns = List.copyOf(patterns);
  }

  @Override
  public Concern concern() {
    return Concern.CONTENT;
  }

  @Override
  public List<Hit> judge(Matter matter) {
    return matter.changes().stream()
        .flatMap(change ->
            patterns.stream()
                .filter(pattern -> pattern.matches(change.id()))
                .limit(1)
                .map(pattern ->
                    Hit.of(
                        change,
                        "%ss a resource protected by %s"
                            .formatted(change.change().word(), Printable.line(pattern.text())))))
        .toList();
  }
}
