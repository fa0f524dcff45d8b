package io.meshinfra.reconcile.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshinfra.drift.Drift;
import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.Facts;
import io.meshinfra.model.Mode;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Origin;
import io.meshinfra.model.Revision;
import io.meshinfra.model.RunId;
import io.meshinfra.report.review.Pulse;
import io.meshinfra.resource.Catalog;
import io.meshinfra.resource.Change;
import io.meshinfra.review.NodePulse;
import io.meshinfra.support.ThingType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class NodePulseTest {
  private static final NodeName LAPTOP = new NodeName("laptop");
  private static final Instant AT = Instant.parse("2026-03-06T14:02:10Z");
  private static final NodeStatus NEW =
      NodeStatus.unknown(LAPTOP, Map.of(), "on-demand", Mode.OBSERVE);

  private static ResourceChange change(String name, Change change, Origin origin) {
    return new ResourceChange(ThingType.thing(name, "wanted"), change, origin);
  }

  private static Change update() {
    return new Change.Update(new TreeMap<>());
  }

  @Test
  void shouldCountWhatMovedWhatWaitsAndWhatIsUnclear() {
    Catalog catalog =
        new Catalog(LAPTOP, new Revision("1".repeat(40)), Mode.OBSERVE, List.of(), Map.of());
    Drift drift =
        new Drift(
            catalog,
            Facts.UNKNOWN,
            AT,
            List.of(
                change("a", update(), Origin.CORRECTIVE),
                change("b", update(), Origin.CORRECTIVE),
                change("c", update(), Origin.INTENTIONAL),
                change("d", new Change.Unverifiable("garbage"), Origin.CORRECTIVE)));
    NodeStatus status =
        NEW.ran(new RunId("run-0001"))
            .seen(drift)
            .with(SyncStatus.OUT_OF_SYNC, Health.HEALTHY, "mode observe");

    assertEquals(
        new Pulse(
            LAPTOP,
            Pulse.Tried.CAME_THROUGH,
            Optional.of(new Pulse.Seen(AT, 2, 1, 1)),
            Optional.of(AT),
            ""),
        NodePulse.of(status, Optional.of(AT)));
  }

  @Test
  void shouldTellANodeThatWasNeverTriedFromOneThatIsAway() {
    NodeStatus away =
        NEW.ran(new RunId("run-0001"))
            .with(SyncStatus.UNKNOWN, Health.AWAY, "no route to host, said the node");

    assertEquals(Pulse.Tried.NEVER, NodePulse.of(NEW, Optional.empty()).tried());
    assertEquals(
        new Pulse(
            LAPTOP, Pulse.Tried.FAILED, Optional.empty(), Optional.empty(), "presence on-demand"),
        NodePulse.of(away, Optional.empty()));
  }
}
