package io.meshinfra.rest.view;

import io.meshinfra.journal.RevisionSeen;
import io.meshinfra.model.Revision;
import io.meshinfra.reconcile.Hub;
import io.meshinfra.reconcile.revision.SourceStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Where the desired state comes from and what is in force. */
@Schema(name = "Source")
public record SourceView(
    Optional<String> inForce,
    @Schema(description = "what is wrong with the source or its newest revision; empty: nothing")
        String trouble,
    List<RevisionView> recent) {
  public SourceView {
    recent = List.copyOf(recent);
  }

  /** What the hub thought of a revision when it saw it. */
  @Schema(name = "Revision")
  public record RevisionView(
      String revision,
      @Schema(enumeration = {"valid", "invalid", "refused"}) String status,
      String author,
      String subject,
      Instant seenAt,
      String detail) {
    static RevisionView of(RevisionSeen seen) {
      return new RevisionView(
          seen.revision().id(),
          seen.status().word(),
          seen.author(),
          seen.subject(),
          seen.seenAt(),
          seen.detail());
    }
  }

  /** What came of a look at git. */
  @Schema(name = "Refreshed")
  public record Refreshed(
      @Schema(description = "a new revision came into force") boolean changed,
      Optional<String> inForce,
      String trouble) {
    public static Refreshed of(boolean changed, Hub hub) {
      return new Refreshed(changed, hub.inForce().map(Revision::id), hub.trouble());
    }
  }

  public static SourceView of(SourceStatus source) {
    return new SourceView(
        source.inForce().map(Revision::id),
        source.trouble(),
        source.recent().stream().map(RevisionView::of).toList());
  }
}
