package io.meshinfra.reconcile.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshinfra.converge.Outcome;
import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.model.Mode;
import io.meshinfra.model.NodeName;
import io.meshinfra.reconcile.FleetOf;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A pass over a node that has to wait: what is left says why, and a failure stays one. */
class HeldWorkTest {
  private static final Outcome WAITS = new Outcome.Deferred("b comes first");
  private static final Outcome DRIFTING = new Outcome.StillDrifting(List.of(), "mode heal");

  private static Work work(Fleet fleet) {
    FleetNode node = fleet.node(new NodeName("a")).orElseThrow();
    return new Work(node.target(), node.catalog(), "push", false);
  }

  private static Outcome told(Work work, Outcome outcome) {
    return work.told(FleetOf.pass(work, outcome));
  }

  @Test
  void shouldSayWhyWhatIsLeftWaits() {
    Work held = work(FleetOf.at(FleetOf.NEW, "a")).held("b comes first");

    assertEquals(Mode.HEAL, held.catalog().mode());
    assertEquals(WAITS, told(held, DRIFTING));
  }

  @Test
  void shouldKeepWhatHasNothingToDoWithWaiting() {
    Work held = work(FleetOf.at(FleetOf.NEW, "a")).held("b comes first");

    assertEquals(new Outcome.InSync(), told(held, new Outcome.InSync()));
    assertEquals(new Outcome.Failed("disk full"), told(held, new Outcome.Failed("disk full")));
    assertEquals(new Outcome.Skipped("tried"), told(held, new Outcome.Skipped("tried")));
    Work free = work(FleetOf.at(FleetOf.NEW, "a"));
    assertEquals(DRIFTING, told(free, DRIFTING));
  }

  @Test
  void shouldNotCallANodeFineThatIsKeptAtAnotherRevision() {
    Work back =
        work(FleetOf.at(FleetOf.NEW, "a"))
            .heldAt(work(FleetOf.at(FleetOf.OLD, "a")).catalog(), "b comes first");

    assertEquals(FleetOf.OLD, back.catalog().revision());
    assertEquals(WAITS, told(back, new Outcome.InSync()));
    assertEquals(WAITS, told(back, new Outcome.Converged()));
  }
}
