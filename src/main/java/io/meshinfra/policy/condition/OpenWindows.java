package io.meshinfra.policy.condition;

import io.meshinfra.policy.window.Windows;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Changes are made in these windows only. */
public record OpenWindows(Windows windows) implements Condition {
  @Override
  public Concern concern() {
    return Concern.TIME;
  }

  @Override
  public List<Hit> judge(Matter matter) {
    Instant now = matter.circumstances().now();
    if (windows.cover(now)) {
      return List.of();
    }
    return List.of(
        windows
            .nextTurn(now)
            .map(opens -> Hit.passing("no window is open; the next one opens at " + opens))
            .orElse(Hit.of("no window is open, and none will be")));
  }

  @Override
  public Optional<Instant> closes(Instant now) {
    return windows.cover(now) && !windows.letRunsEnd(now)
        ? windows.nextTurn(now)
        : Optional.empty();
  }
}
