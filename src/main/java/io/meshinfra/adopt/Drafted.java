package io.meshinfra.adopt;

import io.meshinfra.drift.ResourceChange;
import io.meshinfra.resource.SpecEdit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What became of thinking out how a unit could be written. */
sealed interface Drafted {

  /**
   * It could be written like this.
   *
   * @param edits by place
   * @param covered every drift that this adopts, also that of other nodes with the same entries
   */
  record Candidate(Unit unit, Map<String, SpecEdit.Rewrite> edits, Map<Spot, Covered> covered)
      implements Drafted {
    public Candidate {
      edits = Collections.unmodifiableMap(new LinkedHashMap<>(edits));
      covered = Collections.unmodifiableMap(new LinkedHashMap<>(covered));
    }

    /** The file of the repository that gets a new content, as the specs name it. */
    Optional<String> file() {
      return edits.values().stream().flatMap(edit -> edit.files().keySet().stream()).findFirst();
    }
  }

  /** It cannot be written. */
  record Impossible(Unit unit, String reason) implements Drafted {}

  /** One drift and the edit that adopts it. */
  record Covered(ResourceChange change, SpecEdit.Rewrite edit) {
    boolean isDropped() {
      return edit.dropped().contains(change.id().name());
    }
  }
}
