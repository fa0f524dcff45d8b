package io.meshinfra.probe;

import io.meshinfra.model.Facts;
import io.meshinfra.model.NoWayIn;
import io.meshinfra.model.Observation;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.Snapshot;
import io.meshinfra.model.Target;
import io.meshinfra.probe.PlaybookChecks.Freshness;
import io.meshinfra.resource.Catalog;
import io.meshinfra.resource.ProbedByPlaybook;
import io.meshinfra.resource.Resource;
import io.meshinfra.transport.OutputBudget;
import io.meshinfra.transport.Reply;
import io.meshinfra.transport.Request;
import io.meshinfra.transport.Transport;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Looks at a whole node in one round trip. */
public final class Prober {
  /** The largest report of a node: 64 KiB of text for some hundred files that all differ. */
  private static final long LARGEST_OUTPUT = 32L * 1024 * 1024;

  private final Transport transport;
  private final PlaybookChecks playbooks;
  private final Clock clock;
  private final RandomGenerator random;
  private final Limits limits;

  /**
   * @param random makes the marker that frames sections; need not be secret, only unlikely to occur
   *     in a file by chance
   */
  public Prober(
      Transport transport,
      PlaybookChecks playbooks,
      Clock clock,
      RandomGenerator random,
      Limits limits) {
    this.transport = transport;
    this.playbooks = playbooks;
    this.clock = clock;
    this.random = random;
    this.limits = limits;
  }

  /**
   * What a probe may cost.
   *
   * @param timeout of one probe, without playbooks
   * @param budget of the memory for all probes in flight
   */
  public record Limits(Duration timeout, OutputBudget budget) {}

  /** One probe that is being made. */
  private record Look(Target target, Catalog catalog, Freshness freshness, Instant takenAt) {}

  public ProbeResult probe(Target target, Catalog catalog, Freshness freshness) {
    String marker = "@mesh-" + HexFormat.of().toHexDigits(random.nextLong());
    ProbeScript script = ProbeScript.of(catalog, marker);
    Look look = new Look(target, catalog, freshness, clock.instant());
    try (ProbeReader reader = new ProbeReader(script, limits.budget())) {
      Request request = new Request(script.text(), limits.timeout(), LARGEST_OUTPUT, reader::line);
      return result(transport.run(target, request), reader, look);
    }
  }

  private ProbeResult result(Reply reply, ProbeReader reader, Look look) {
    return switch (reply) {
      case Reply.Unreachable away -> new ProbeResult.Away(away.why());
      case Reply.Refused refused ->
          refused
              .why()
              .<ProbeResult>map(ProbeResult.Barred::new)
              .orElseGet(() -> new ProbeResult.Failed(refused.reason()));
      case Reply.Broken broken ->
          broken(broken, "the probe broke off: " + broken.reason(), reader, look);
      case Reply.Ended ended ->
          reader.isDone() ? probed(reader.observations(), reader, look) : early(ended);
    };
  }

  /** A node that falls asleep or ends in the middle of a probe is away, as one that had before. */
  private ProbeResult broken(Reply.Broken broken, String reason, ProbeReader reader, Look look) {
    return switch (broken.cause()) {
      case LOST -> new ProbeResult.Away(NoWayIn.of(NoWayIn.Obstacle.LINK_LOST, reason));
      case LIMIT, FLOOD ->
          reader.facts().equals(Facts.UNKNOWN)
              ? new ProbeResult.Failed(reason)
              : probed(partly(reader, reason), reader, look);
    };
  }

  /** One kind that hangs hides only itself and those after it. */
  private static Map<ResourceId, Observation> partly(ProbeReader reader, String reason) {
    Map<ResourceId, Observation> seen = new LinkedHashMap<>(reader.observations());
    seen.replaceAll((id, observation) ->
        observation instanceof Observation.Unknown unknown
            ? Observation.unknown(unknown.reason() + "; " + reason)
            : observation);
    return seen;
  }

  private static ProbeResult early(Reply.Ended ended) {
    return new ProbeResult.Failed(
        "the probe ended early with exit code %d%s"
            .formatted(
                ended.exitCode(), ended.errors().isBlank() ? "" : ": " + ended.errors().strip()));
  }

  private ProbeResult probed(Map<ResourceId, Observation> sections, ProbeReader reader, Look look) {
    Map<ResourceId, Observation> seen = new LinkedHashMap<>(sections);
    for (Resource<?> resource : look.catalog().resources()) {
      if (resource.type() instanceof ProbedByPlaybook<?>) {
        seen.put(
            resource.id(), byPlaybook(look.target(), look.catalog(), resource, look.freshness()));
      }
    }
    return new ProbeResult.Probed(
        new Snapshot(look.target().node(), look.takenAt(), reader.facts(), seen));
  }

  @SuppressWarnings("unchecked")
  private <S> Observation byPlaybook(
      Target target, Catalog catalog, Resource<S> resource, Freshness freshness) {
    ProbedByPlaybook<S> type = (ProbedByPlaybook<S>) resource.type();
    return type.observe(
        resource.spec(),
        playbooks.check(target, catalog.revision(), type.playbook(resource.spec()), freshness));
  }
}
