package io.meshinfra.policy.condition;

import java.util.List;
import java.util.Optional;

/** No commit changes such a file of the repository. Says nothing about plans. */
public record ProtectedFiles(List<FilePattern> patterns) implements Condition {
  public ProtectedFiles {
    patterns = List.copyOf(patterns);
  }

  @Override
  public Concern concern() {
    return Concern.FILES;
  }

  @Override
  public List<Hit> judge(Matter matter) {
    return List.of();
  }

  /** The pattern that protects the file, if one does. */
  public Optional<FilePattern> protecting(String file) {
    return patterns.stream().filter(pattern -> pattern.files().contains(file)).findFirst();
  }
}
