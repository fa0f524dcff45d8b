package io.meshinfra.review;

import io.meshinfra.journal.ApprovalJournal;
import io.meshinfra.journal.Deed;
import io.meshinfra.model.NodeName;
import io.meshinfra.reconcile.Approvals;
import io.meshinfra.reconcile.Hub;
import io.meshinfra.reconcile.NotNow;
import io.meshinfra.reconcile.NothingInForce;
import io.meshinfra.reconcile.UnknownNode;
import java.util.List;
import java.util.Optional;

/** Has the hub do what was written under a pull request. */
final class HubDeeds implements Deeds {
  /** The door by which approvals come that are written there. */
  static final String DOOR = "forge";

  private final Hub hub;

  HubDeeds(Hub hub) {
    this.hub = hub;
  }

  @Override
  public String approve(NodeName node, String planHash, String by) {
    ApprovalJournal.Recorded recorded =
        hub.approvalDesk().approveShown(node, planHash, new Approvals.By(by, DOOR, "mesh approve"));
    return "plan %s of node %s is approved until %s"
        .formatted(planHash, node, recorded.approval().until());
  }

  @Override
  public String apply(NodeName node, String by) {
    try {
      hub.tell("apply-asked", Optional.of(node), "by " + by + ", in a pull request");
      hub.reconcile(List.of(node), true, Deed.By.person(by + ", in a pull request"));
      return "node %s is looked at now".formatted(node);
    } catch (UnknownNode | NotNow | NothingInForce e) {
      return "nothing is carried out: " + e.getMessage();
    }
  }
}
