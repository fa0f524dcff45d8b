package io.meshinfra.reconcile;

import io.meshinfra.journal.ApprovalJournal;
import io.meshinfra.model.NodeName;
import io.meshinfra.reconcile.status.HubEvents;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** Where people agree to plans: it is recorded, told, and the node is looked at again. */
public final class ApprovalDesk {
  private final Approvals approvals;
  private final HubEvents events;
  private final Consumer<NodeName> refuseUnknown;
  private final Consumer<NodeName> lookAgain;

  /**
   * @param refuseUnknown throws {@link UnknownNode}
   */
  ApprovalDesk(
      Approvals approvals,
      HubEvents events,
      Consumer<NodeName> refuseUnknown,
      Consumer<NodeName> lookAgain) {
    this.approvals = approvals;
    this.events = events;
    this.refuseUnknown = refuseUnknown;
    this.lookAgain = lookAgain;
  }

  /**
   * Agrees to the plan of a node that waits, and has the node looked at: see {@link
   * Approvals#approve}.
   */
  public ApprovalJournal.Recorded approve(
      NodeName name, Optional<String> plan, Approvals.By by, Optional<Instant> until) {
    refuseUnknown.accept(name);
    ApprovalJournal.Recorded recorded = approvals.approve(name, plan, by, until);
    tell(name, "plan %s by %s: %s".formatted(recorded.planHash(), by.who(), by.reason()));
    lookAgain.accept(name);
    return recorded;
  }

  /**
   * Agrees to a plan that was shown elsewhere than by the hub, as in a pull request, before or
   * after it waits. It holds for exactly this plan of this node.
   */
  public ApprovalJournal.Recorded approveShown(NodeName name, String plan, Approvals.By by) {
    ApprovalJournal.Recorded recorded = approvals.record(name, plan, by, Optional.empty());
    tell(name, "plan " + plan + " by " + by.who());
    if (approvals.awaited(name).filter(waits -> waits.hash().equals(plan)).isPresent()) {
      lookAgain.accept(name);
    }
    return recorded;
  }

  private void tell(NodeName name, String words) {
    events.tell("plan-approved", Optional.of(name), Optional.empty(), words);
  }
}
