package io.meshinfra.converge.ansible;

import io.meshinfra.model.NodeName;
import io.meshinfra.resource.PlaybookRun;
import io.meshinfra.resource.ProbedByPlaybook.CheckResult;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Results of check runs, as long as they may be used. */
final class KeptChecks {
  /** What could not be told is asked again soon, and yet not with every probe. */
  private static final Duration NOT_TOLD = Duration.ofMinutes(1);

  private final Map<Key, Kept> kept = new ConcurrentHashMap<>();
  private final Clock clock;
  private final Duration interval;

  KeptChecks(Clock clock, Duration interval) {
    this.clock = clock;
    this.interval = interval;
  }

  Optional<CheckResult> find(NodeName node, PlaybookRun run) {
    return Optional.ofNullable(kept.get(new Key(node, run)))
        .filter(result -> clock.instant().isBefore(result.until()))
        .map(Kept::result);
  }

  void keep(NodeName node, PlaybookRun run, CheckResult result) {
    Instant now = clock.instant();
    kept.values().removeIf(old -> !now.isBefore(old.until()));
    Duration time =
        switch (result) {
          case CheckResult.Finished finished -> interval;
          case CheckResult.NotTold notTold ->
              interval.compareTo(NOT_TOLD) < 0 ? interval : NOT_TOLD;
        };
    kept.put(new Key(node, run), new Kept(result, now.plus(time)));
  }

  void forget(NodeName node, PlaybookRun run) {
    kept.remove(new Key(node, run));
  }

  /** The run holds the digest of its inputs, so that a changed playbook is another key. */
  private record Key(NodeName node, PlaybookRun run) {}

  private record Kept(CheckResult result, Instant until) {}
}
