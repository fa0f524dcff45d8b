package io.meshinfra.adopt;

import io.meshinfra.drift.Drift;
import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.ResourceId;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.Resource;
import io.meshinfra.resource.SpecEdit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Thinks out how units are written. An entry may stand for resources of many nodes; it is written
 * anew only when all of them show the same, so that no node is changed by the drift of another.
 */
record Drafting(Written written, Map<NodeName, Drift> drifts) {

  Drafted draft(Unit unit) {
    Map<String, SpecEdit.Rewrite> edits = new LinkedHashMap<>();
    Map<Spot, Drafted.Covered> covered = new LinkedHashMap<>();
    Set<ResourceId> ids =
        unit.changes().keySet().stream().map(Spot::id).collect(Collectors.toSet());
    for (String place : unit.places()) {
      Entry entry = entry(place, ids);
      Optional<String> trouble = entry.trouble();
      if (trouble.isPresent()) {
        return new Drafted.Impossible(unit, trouble.get());
      }
      SpecEdit.Rewrite edit = (SpecEdit.Rewrite) entry.edit();
      edits.put(place, edit);
      entry
          .changes()
          .forEach((spot, change) -> covered.put(spot, new Drafted.Covered(change, edit)));
    }
    return new Drafted.Candidate(unit, edits, covered);
  }

  /** What all nodes say about one entry, or why they do not agree. */
  private record Entry(
      SpecEdit edit, Map<Spot, ResourceChange> changes, Optional<String> disagreement) {
    Optional<String> trouble() {
      return edit instanceof SpecEdit.Impossible(String reason)
          ? Optional.of(reason)
          : disagreement;
    }
  }

  private Entry entry(String place, Set<ResourceId> ids) {
    Map<Spot, ResourceChange> all = new LinkedHashMap<>();
    Map<NodeName, SpecEdit> edits = new LinkedHashMap<>();
    for (var node : written.at(place).entrySet()) {
      Optional<Drift> drift = Optional.ofNullable(drifts.get(node.getKey()));
      if (drift.isEmpty()) {
        return disagree(node.getKey(), "was not looked at");
      }
      List<ResourceChange> changes = changes(node.getValue(), drift.get(), ids);
      for (ResourceChange change : changes) {
        if (change.change() instanceof Change.Unverifiable(String reason)) {
          return disagree(node.getKey(), "could not be looked at (" + reason + ")");
        }
        all.put(new Spot(node.getKey(), change.id()), change);
      }
      edits.put(node.getKey(), KindEdit.of(node.getValue(), changes));
    }
    return agreed(edits, all);
  }

  private static List<ResourceChange> changes(
      List<Resource<?>> members, Drift drift, Set<ResourceId> ids) {
    Set<ResourceId> here = members.stream().map(Resource::id).collect(Collectors.toSet());
    return drift.changes().stream()
        .filter(change -> here.contains(change.id()) && ids.contains(change.id()))
        .toList();
  }

  private static Entry agreed(Map<NodeName, SpecEdit> edits, Map<Spot, ResourceChange> all) {
    NodeName drifted = all.keySet().iterator().next().node();
    SpecEdit edit = edits.get(drifted);
    if (edit instanceof SpecEdit.Rewrite) {
      for (var other : edits.entrySet()) {
        if (!other.getValue().equals(edit)) {
          return disagree(other.getKey(), "shows something else there");
        }
      }
    }
    return new Entry(edit, all, Optional.empty());
  }

  private static Entry disagree(NodeName node, String how) {
    return new Entry(
        SpecEdit.NONE,
        Map.of(),
        Optional.of(
            "the entry also stands for node %s, which %s; give this node an entry of its own"
                .formatted(node, how)));
  }
}
