package io.meshinfra.policy.condition;

import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.Printable;
import io.meshinfra.policy.Touches;
import io.meshinfra.resource.Touched;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** No change touches such a path. What a kind does not say, it may touch. */
public record ProtectedPaths(List<PathPattern> patterns) implements Condition {
  public ProtectedPaths {
    patterns = List.copyOf(patterns);
  }

  @Override
  public Concern concern() {
    return Concern.CONTENT;
  }

  @Override
  public List<Hit> judge(Matter matter) {
    return matter.changes().stream().flatMap(this::hits).toList();
  }

  private Stream<Hit> hits(ResourceChange change) {
    Optional<Touched> touched = Touches.of(change);
    if (touched.isEmpty()) {
      return Stream.of(
          Hit.of(
              change,
              "which paths it touches cannot be told, and some are protected; if"
                  + " that is meant, put its kind into notKinds of the scope"));
    }
    return touched.get().paths().stream()
        .flatMap(path ->
            patterns.stream()
                .filter(pattern -> pattern.concerns(path))
                .limit(1)
                .map(pattern ->
                    Hit.of(
                        change,
                        "touches %s, protected by %s"
                            .formatted(Printable.line(path), Printable.line(pattern.text())))));
  }
}
