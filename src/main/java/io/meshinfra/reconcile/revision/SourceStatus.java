package io.meshinfra.reconcile.revision;

import io.meshinfra.journal.RevisionSeen;
import io.meshinfra.model.Revision;
import java.util.List;
import java.util.Optional;

/** Where the desired state comes from and what is in force. */
public record SourceStatus(Optional<Revision> inForce, String trouble, List<RevisionSeen> recent) {
  public SourceStatus {
    recent = List.copyOf(recent);
  }
}
