package io.meshinfra.policy.condition;

import io.meshinfra.policy.window.Window;
import io.meshinfra.policy.window.Windows;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** No changes are made in these windows. */
public record Freezes(Windows windows) implements Condition {
  @Override
  public Concern concern() {
    return Concern.TIME;
  }

  @Override
  public List<Hit> judge(Matter matter) {
    Instant now = matter.circumstances().now();
    if (!windows.cover(now)) {
      return List.of();
    }
    return List.of(
        windows
            .nextTurn(now)
            .map(ends -> Hit.passing("changes are frozen until " + ends))
            .orElse(Hit.of("changes are frozen, without an end")));
  }

  /** A freeze that lets runs end does not stop one that has begun before it. */
  @Override
  public Optional<Instant> closes(Instant now) {
    List<Window> strict = windows.windows().stream().filter(window -> !window.overrun()).toList();
    Windows stopping = new Windows(strict);
    return stopping.cover(now) ? Optional.empty() : stopping.nextTurn(now);
  }
}
