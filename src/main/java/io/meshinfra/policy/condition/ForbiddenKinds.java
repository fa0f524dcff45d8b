package io.meshinfra.policy.condition;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** No change is of such a kind. */
public record ForbiddenKinds(Set<String> kinds) implements Condition {
  public ForbiddenKinds {
    kinds = Collections.unmodifiableSet(new TreeSet<>(kinds));
  }

  @Override
  public Concern concern() {
    return Concern.CONTENT;
  }

  @Override
  public List<Hit> judge(Matter matter) {
    return matter.changes().stream()
        .filter(change -> kinds.contains(change.id().kind()))
        .map(change -> Hit.of(change, "is of kind " + change.id().kind() + ", which is forbidden"))
        .toList();
  }
}
