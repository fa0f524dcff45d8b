package io.meshinfra.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.meshinfra.converge.Outcome;
import io.meshinfra.journal.Journal;
import io.meshinfra.model.NodeName;
import io.meshinfra.policy.Verdict;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.reconcile.pass.Work;
import io.meshinfra.reconcile.status.HubEvents;
import io.meshinfra.support.Changes;
import io.meshinfra.support.MemoryJournal;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ApprovalDeskTest {
  private static final Clock CLOCK = Clock.fixed(Changes.NOW, ZoneOffset.UTC);
  private static final NodeName A = new NodeName("a");
  private static final NodeName NOBODY = new NodeName("nobody");
  private static final Approvals.By ANN = new Approvals.By("ann", "api", "looked at it");

  private final List<NodeName> lookedAt = new ArrayList<>();
  private final MemoryJournal memory = new MemoryJournal(CLOCK);
  private final Journal journal = memory.journal();
  private final Approvals approvals = new Approvals(journal, CLOCK, Duration.ofHours(2));
  private final ApprovalDesk desk =
      new ApprovalDesk(
          approvals, new HubEvents(journal, CLOCK), ApprovalDeskTest::known, lookedAt::add);

  @AfterEach
  void end() {
    memory.close();
  }

  private static void known(NodeName node) {
    if (node.equals(NOBODY)) {
      throw new UnknownNode(node, "the fleet", List.of(A));
    }
  }

  private void waitsFor(String hash) {
    var node = FleetOf.at(FleetOf.OLD, "a").node(A).orElseThrow();
    Pass pass =
        FleetOf.pass(
            new Work(node.target(), node.catalog(), "interval", false), new Outcome.InSync());
    approvals.ended(
        new Pass(
            pass.run(),
            A,
            pass.revision(),
            pass.trigger(),
            pass.startedAt(),
            pass.took(),
            new Outcome.Deferred("awaits"),
            pass.found(),
            pass.plan(),
            List.of(),
            pass.remaining(),
            Optional.of(new Verdict.AwaitingApproval(hash, List.of(), List.of("1 approval")))));
  }

  private List<String> told() {
    return journal.events().recent(10, Optional.empty()).stream()
        .map(numbered -> numbered.event().type() + " " + numbered.event().message())
        .toList();
  }

  @Test
  void shouldRecordAndTellAnApprovalAndLookAtTheNodeAgain() {
    waitsFor("5d68");

    desk.approve(A, Optional.of("5d68"), ANN, Optional.empty());

    assertEquals("5d68", approvals.of(A, 10).getFirst().planHash());
    assertEquals(List.of("plan-approved plan 5d68 by ann: looked at it"), told());
    assertEquals(List.of(A), lookedAt);
  }

  @Test
  void shouldRecordNothingForANodeThatIsNotInTheFleet() {
    assertThrows(
        UnknownNode.class, () -> desk.approve(NOBODY, Optional.empty(), ANN, Optional.empty()));

    assertEquals(List.of(), told());
    assertEquals(List.of(), lookedAt);
  }

  @Test
  void shouldLookAtTheNodeWhenThePlanThatWasShownElsewhereWaits() {
    waitsFor("5d68");

    desk.approveShown(A, "5d68", ANN);

    assertEquals(List.of("plan-approved plan 5d68 by ann"), told());
    assertEquals(List.of(A), lookedAt);
  }

  @Test
  void shouldOnlyRecordAPlanThatDoesNotWaitYet() {
    waitsFor("ffff");

    desk.approveShown(A, "5d68", ANN);

    assertEquals("5d68", approvals.of(A, 10).getFirst().planHash());
    assertEquals(List.of(), lookedAt);
  }
}
