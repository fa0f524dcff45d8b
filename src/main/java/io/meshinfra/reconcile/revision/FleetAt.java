package io.meshinfra.reconcile.revision;

import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.Loading;
import io.meshinfra.model.Revision;

/** The desired state as a commit has it, whether or not that commit was ever in force. */
public sealed interface FleetAt {

  /** It is valid. Nothing follows from that for what is in force. */
  record Valid(Fleet fleet) implements FleetAt {}

  /** It has mistakes; they are the answer. */
  record Invalid(Revision revision, Loading.Invalid mistakes) implements FleetAt {}

  /**
   * There is no such commit, or it cannot be read.
   *
   * @param reason what is wrong and how to mend it
   */
  record Missing(String reason) implements FleetAt {}
}
