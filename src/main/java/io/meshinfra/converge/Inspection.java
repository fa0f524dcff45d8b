package io.meshinfra.converge;

import io.meshinfra.converge.seal.SealedCatalog;
import io.meshinfra.converge.seal.Sealing;
import io.meshinfra.drift.Drift;
import io.meshinfra.drift.DriftDetector;
import io.meshinfra.drift.Healing;
import io.meshinfra.drift.Past;
import io.meshinfra.drift.Removals;
import io.meshinfra.model.NoWayIn;
import io.meshinfra.model.Observation;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.Snapshot;
import io.meshinfra.model.Target;
import io.meshinfra.probe.PlaybookChecks.Freshness;
import io.meshinfra.probe.ProbeResult;
import io.meshinfra.probe.Prober;
import io.meshinfra.resource.Catalog;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Looks at a node and compares it: with its catalog, in one round trip; and when mode heal holds
 * something, in a second one, with that as it was applied. What left the catalog and is to be
 * removed takes two more.
 */
public final class Inspection {
  private final Prober prober;
  private final Sealing sealing;

  /** For catalogs without secrets; a resource with one is unknown. */
  public Inspection(Prober prober) {
    this(prober, Sealing.none());
  }

  public Inspection(Prober prober, Sealing sealing) {
    this.prober = prober;
    this.sealing = sealing;
  }

  /** Where the secrets come from that are looked for. */
  Sealing sealing() {
    return sealing;
  }

  /** How a look at one node ended. */
  public sealed interface Result {
    /** The node was looked at. */
    record Seen(Drift drift) implements Result {}

    /** The node is away; normal for those that come and go. */
    record Away(NoWayIn why) implements Result {}

    /** The node answers, and keeps the hub out; or somebody answers who is not the node. */
    record Barred(NoWayIn why) implements Result {}

    /** The node was reached, and could not be looked at. */
    record Failed(String reason) implements Result {}
  }

  /**
   * @param past asked for once the node has answered
   */
  public Result look(Target target, Catalog catalog, Freshness freshness, Supplier<Past> past) {
    SealedCatalog sealed = sealing.seal(catalog);
    return switch (prober.probe(target, sealed.probed(), freshness)) {
      case ProbeResult.Away away -> new Result.Away(away.why());
      case ProbeResult.Barred barred -> new Result.Barred(barred.why());
      case ProbeResult.Failed failed -> new Result.Failed(failed.reason());
      case ProbeResult.Probed probed -> {
        Past before = past.get();
        Snapshot seen = sealed.complete(probed.snapshot());
        Drift drift = DriftDetector.detect(sealed.kept(), seen, before.applied());
        Healing healing = Healing.of(drift, before);
        Drift healed =
            healing.isNeeded()
                ? healing.compared(seen(target, healing.toProbe(), freshness))
                : drift;
        Removals leaving = Removals.of(healed, before);
        yield new Result.Seen(
            leaving.isNeeded()
                ? leaving.compared(
                    seen(target, leaving.toProbeAsApplied(), freshness),
                    seen(target, leaving.toProbeAsGone(), freshness))
                : healed);
      }
    };
  }

  private Map<ResourceId, Observation> seen(Target target, Catalog catalog, Freshness freshness) {
    if (catalog.resources().isEmpty()) {
      return Map.of();
    }
    SealedCatalog sealed = sealing.seal(catalog);
    return switch (prober.probe(target, sealed.probed(), freshness)) {
      case ProbeResult.Probed probed -> sealed.complete(probed.snapshot()).observations();
      case ProbeResult.Away away -> unknown(catalog, "the node left: " + away.why().reason());
      case ProbeResult.Barred barred -> unknown(catalog, barred.why().reason());
      case ProbeResult.Failed failed -> unknown(catalog, failed.reason());
    };
  }

  private static Map<ResourceId, Observation> unknown(Catalog catalog, String reason) {
    Map<ResourceId, Observation> all = new LinkedHashMap<>();
    catalog.resources().forEach(r -> all.put(r.id(), Observation.unknown(reason)));
    return all;
  }
}
