package io.meshinfra.reconcile.tailnet;

import io.meshinfra.model.Revision;
import io.meshinfra.network.tailscale.PolicyMark;
import io.meshinfra.reconcile.tailnet.PolicyState.Status;
import io.meshinfra.report.TextDifference;
import java.util.Optional;

/** The policy file that a revision comes to. */
record Wanted(Revision revision, String text) {
  /** How what is in force there is to this. */
  PolicyState beside(String held) {
    Optional<Revision> at = Optional.of(revision);
    if (PolicyMark.same(held, text)) {
      return PolicyState.of(Status.SYNCED, at, "");
    }
    String difference =
        TextDifference.of("in the tailnet", PolicyMark.told(held), "in git", PolicyMark.told(text));
    return switch (PolicyMark.writer(held)) {
      case US -> new PolicyState(Status.OLDER, at, "it is that of another revision", difference);
      case US_AND_SOMEBODY ->
          new PolicyState(
              Status.EDITED,
              at,
              "somebody changed it by hand: take the change into the intent, or mesh net tailscale"
                  + " put --overwrite-hand-edits",
              difference);
      case SOMEBODY ->
          new PolicyState(
              Status.FOREIGN,
              at,
              "it was not written by mesh-infra; when nothing of it is needed any more: mesh net"
                  + " tailscale put --overwrite-hand-edits",
              difference);
    };
  }
}
