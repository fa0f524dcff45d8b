package io.meshinfra.reconcile.tailnet;

import io.meshinfra.model.Revision;
import java.util.Locale;
import java.util.Optional;

/**
 * How the policy file of the tailnet is, beside what follows from the revision in force.
 *
 * @param reason what is amiss and how to mend it; empty when nothing is
 * @param difference line by line, from what is in force there to what follows from git
 */
public record PolicyState(
    Status status, Optional<Revision> revision, String reason, String difference) {
  /** In short. */
  public enum Status {
    /** No credential is configured. */
    OFF,
    /** No node of the revision is in a tailnet, or there is no revision. */
    NOTHING,
    /** They say the same. */
    SYNCED,
    /** What is there was written by us and for another revision. */
    OLDER,
    /** Somebody has changed by hand what we wrote. */
    EDITED,
    /** What is there was never written by us. */
    FOREIGN,
    /** Tailscale could not be asked. */
    UNKNOWN;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static PolicyState of(Status status, Optional<Revision> revision, String reason) {
    return new PolicyState(status, revision, reason, "");
  }

  /** For people, on one line. */
  @Override
  public String toString() {
    return status.word() + (reason.isEmpty() ? "" : ": " + reason);
  }
}
