package io.meshinfra.review;

import io.meshinfra.desired.Fleet;
import io.meshinfra.drift.Drift;
import io.meshinfra.journal.DriftJournal;
import io.meshinfra.journal.DriftJournal.Sighting;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import io.meshinfra.reconcile.pass.Pass;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes down what drifts since when; only what is news. Used by one thread. */
final class DriftLog {
  private final DriftJournal journal;
  private final Map<NodeName, List<Sighting>> known = new HashMap<>();
  private Optional<Revision> followed = Optional.empty();

  DriftLog(DriftJournal journal) {
    this.journal = journal;
  }

  /** What the last probe of the pass saw; a node that was not seen drifts as before. */
  void ended(Pass pass) {
    pass.remaining()
        .ifPresent(drift -> {
          List<Sighting> now = sightings(drift);
          if (!now.equals(known.put(pass.node(), now))) {
            journal.saw(pass.node(), now);
          }
        });
  }

  /** This fleet is in force now; what was known of nodes that have left it is forgotten. */
  void follow(Fleet fleet) {
    if (!Optional.of(fleet.revision()).equals(followed)) {
      followed = Optional.of(fleet.revision());
      known.keySet().retainAll(fleet.nodes().keySet());
      journal.forgetOthers(fleet.nodes().keySet());
    }
  }

  private static List<Sighting> sightings(Drift drift) {
    return drift.changes().stream()
        .map(change -> new Sighting(change.id(), change.change().word(), change.origin()))
        .toList();
  }
}
