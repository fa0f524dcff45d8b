package io.meshinfra.adopt;

import io.meshinfra.drift.ResourceChange;
import io.meshinfra.resource.SpecEdit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What became of thinking out how a unit could be written. */
sealed interface Drafted {

  /**
   * It could be written like this.
   *
   * @param edits of shared entries, by place
   * @param own entries that nodes get for themselves
   * @param covered every drift that this adopts, also that of other nodes with the same entries
   */
  record Candidate(
      Unit unit,
      Map<String, SpecEdit.Rewrite> edits,
      List<OwnEntry> own,
      Map<Spot, Covered> covered)
      implements Drafted {
    public Candidate {
      edits = Collections.unmodifiableMap(new LinkedHashMap<>(edits));
      own = List.copyOf(own);
      covered = Collections.unmodifiableMap(new LinkedHashMap<>(covered));
    }

    /** The file of the repository that gets a new content, as the specs name it. */
    Optional<String> file() {
      return edits.values().stream().flatMap(edit -> edit.files().keySet().stream()).findFirst();
    }
  }

  /** It cannot be written. */
  record Impossible(Unit unit, String reason) implements Drafted {}

  /**
   * One drift and the edit that adopts it.
   *
   * @param note what is to be said of it besides; mostly empty
   */
  record Covered(ResourceChange change, SpecEdit.Rewrite edit, String note) {
    boolean isDropped() {
      return edit.dropped().contains(change.id().name());
    }
  }
}
