package io.meshinfra.reconcile.revision;

import io.meshinfra.model.Revision;
import java.util.Optional;

/** Says no to a revision that is valid and must not come into force all the same. */
@FunctionalInterface
public interface RevisionCheck {
  /** The reason, a line or several, and how to go on; empty when it may come into force. */
  Optional<String> refusal(Revision head);

  /** No to what either says no to; the reasons of both. */
  default RevisionCheck and(RevisionCheck other) {
    return head ->
        refusal(head)
            .map(first -> first + other.refusal(head).map(second -> "\n" + second).orElse(""))
            .or(() -> other.refusal(head));
  }
}
