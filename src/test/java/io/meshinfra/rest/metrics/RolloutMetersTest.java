package io.meshinfra.rest.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import io.meshinfra.reconcile.rollout.RolloutStatus;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RolloutMetersTest {
  private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final AtomicReference<List<RolloutStatus>> rollouts = new AtomicReference<>(List.of());
  private final RolloutMeters meters = new RolloutMeters(rollouts::get, registry);

  @Test
  void shouldTellThePhaseAndHowFarTheNodesAre() {
    rollouts.set(List.of(rollout("web", "stopped", "failed", "pending", "pending")));
    meters.follow();

    assertEquals(1, phase("web", "stopped"));
    assertEquals(0, phase("web", "progressing"));
    assertEquals(1, nodes("web", "failed"));
    assertEquals(2, nodes("web", "pending"));
    assertEquals(0, nodes("web", "done"));
  }

  @Test
  void shouldFollowWhatHappens() {
    rollouts.set(List.of(rollout("web", "progressing", "working")));
    meters.follow();
    rollouts.set(List.of(rollout("web", "done", "done")));
    meters.follow();

    assertEquals(0, phase("web", "progressing"));
    assertEquals(1, phase("web", "done"));
    assertEquals(1, nodes("web", "done"));
  }

  @Test
  void shouldForgetARolloutThatIsGone() {
    rollouts.set(List.of(rollout("web", "done", "done"), rollout("db", "paused", "pending")));
    meters.follow();
    rollouts.set(List.of(rollout("db", "paused", "pending")));
    meters.follow();

    assertTrue(registry.find("mesh.rollout.phase").tag("rollout", "web").gauges().isEmpty());
    assertTrue(registry.find("mesh.rollout.nodes").tag("rollout", "web").gauges().isEmpty());
    assertEquals(1, phase("db", "paused"));
  }

  private double phase(String rollout, String word) {
    return registry
        .get("mesh.rollout.phase")
        .tags("rollout", rollout, "phase", word)
        .gauge()
        .value();
  }

  private double nodes(String rollout, String word) {
    return registry
        .get("mesh.rollout.nodes")
        .tags("rollout", rollout, "standing", word)
        .gauge()
        .value();
  }

  private static RolloutStatus rollout(String name, String phase, String... standings) {
    return new RolloutStatus(
        name,
        new Revision("0123456789abcdef0123456789abcdef01234567"),
        NOW,
        phase,
        "",
        1,
        List.of("rest"),
        Stream.of(standings)
            .map(word -> new RolloutStatus.OnNode(new NodeName("a"), 1, word, "", NOW))
            .toList());
  }
}
