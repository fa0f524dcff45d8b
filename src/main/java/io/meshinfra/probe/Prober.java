package io.meshinfra.probe;

import io.meshinfra.model.Observation;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.Snapshot;
import io.meshinfra.model.Target;
import io.meshinfra.probe.PlaybookChecks.Freshness;
import io.meshinfra.resource.Catalog;
import io.meshinfra.resource.ProbedByPlaybook;
import io.meshinfra.resource.Resource;
import io.meshinfra.transport.Reply;
import io.meshinfra.transport.Request;
import io.meshinfra.transport.Transport;
import java.time.Clock;
import java.time.Duration;
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
  private final Duration timeout;

  /**
   * @param random makes the marker that frames sections; need not be secret, only unlikely to occur
   *     in a file by chance
   * @param timeout of one probe, without playbooks
   */
  public Prober(
      Transport transport,
      PlaybookChecks playbooks,
      Clock clock,
      RandomGenerator random,
      Duration timeout) {
    this.transport = transport;
    this.playbooks = playbooks;
    this.clock = clock;
    this.random = random;
    this.timeout = timeout;
  }

  public ProbeResult probe(Target target, Catalog catalog, Freshness freshness) {
    String marker = "@mesh-" + HexFormat.of().toHexDigits(random.nextLong());
    ProbeScript script = ProbeScript.of(catalog, marker);
    ProbeReader reader = new ProbeReader(script);
    Reply reply =
        transport.run(target, new Request(script.text(), timeout, LARGEST_OUTPUT, reader::line));
    return switch (reply) {
      case Reply.Unreachable away -> new ProbeResult.Away(away.reason());
      case Reply.Refused refused -> new ProbeResult.Failed(refused.reason());
      case Reply.Broken broken -> new ProbeResult.Failed("the probe broke off: " + broken.reason());
      case Reply.Ended ended -> ended(ended, reader, target, catalog, freshness);
    };
  }

  private ProbeResult ended(
      Reply.Ended ended, ProbeReader reader, Target target, Catalog catalog, Freshness freshness) {
    if (!reader.isDone()) {
      return new ProbeResult.Failed(
          "the probe ended early with exit code %d%s"
              .formatted(
                  ended.exitCode(), ended.errors().isBlank() ? "" : ": " + ended.errors().strip()));
    }
    Map<ResourceId, Observation> seen = new LinkedHashMap<>(reader.observations());
    for (Resource<?> resource : catalog.resources()) {
      if (resource.type() instanceof ProbedByPlaybook<?>) {
        seen.put(resource.id(), byPlaybook(target, catalog, resource, freshness));
      }
    }
    return new ProbeResult.Probed(
        new Snapshot(target.node(), clock.instant(), reader.facts(), seen));
  }

  @SuppressWarnings("unchecked")
  private <S> Observation byPlaybook(
      Target target, Catalog catalog, Resource<S> resource, Freshness freshness) {
    ProbedByPlaybook<S> type = (ProbedByPlaybook<S>) resource.type();
    return type.observe(
        resource.spec(),
        playbooks.check(
            target, catalog.revision(), type.playbook(resource.spec()), freshness));
  }
}
