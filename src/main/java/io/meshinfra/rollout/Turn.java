package io.meshinfra.rollout;

import io.meshinfra.model.Revision;
import java.util.Optional;

/** What a rollout says to a node that has intentional changes. */
public sealed interface Turn {
  /** It may begin. */
  record Begin() implements Turn {}

  /** It stays as it is for now. */
  record Wait(String reason) implements Turn {}

  /**
   * It goes back, and stays there until something newer is in force.
   *
   * @param to the revision; it only stays as it is when nobody knows one
   */
  record Back(Optional<Revision> to, String reason) implements Turn {}
}
