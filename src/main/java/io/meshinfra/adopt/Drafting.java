package io.meshinfra.adopt;

import io.meshinfra.drift.Drift;
import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.ResourceId;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.Resource;
import io.meshinfra.resource.SpecEdit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Thinks out how units are written. An entry may stand for resources of many nodes; it is written
 * anew only when all of them show the same, so that no node is changed by the drift of another.
 * Otherwise the nodes in question get entries of their own.
 */
record Drafting(Written written, Map<NodeName, Drift> drifts) {
  private static final String DROPPED = "taken off its list: nothing looks after it any more";

  Drafted draft(Unit unit) {
    Map<String, SpecEdit.Rewrite> edits = new LinkedHashMap<>();
    Map<Spot, Drafted.Covered> covered = new LinkedHashMap<>();
    Set<ResourceId> ids =
        unit.changes().keySet().stream().map(Spot::id).collect(Collectors.toSet());
    for (String place : unit.places()) {
      switch (opinion(place, ids)) {
        case Opinion.Agreed agreed -> {
          edits.put(place, agreed.edit());
          agreed
              .changes()
              .forEach((spot, change) -> covered.put(spot, covered(change, agreed.edit())));
        }
        case Opinion.Impossible(String reason) -> {
          return new Drafted.Impossible(unit, reason);
        }
        case Opinion.Split(String who) -> {
          return apart(unit, who);
        }
      }
    }
    return new Drafted.Candidate(unit, edits, List.of(), covered);
  }

  private static Drafted.Covered covered(ResourceChange change, SpecEdit.Rewrite edit) {
    boolean dropped = edit.dropped().contains(change.id().name());
    return new Drafted.Covered(change, edit, dropped ? DROPPED : "");
  }

  /** Each resource of each node in an entry of its own. */
  private Drafted apart(Unit unit, String who) {
    List<OwnEntry> own = new ArrayList<>();
    Map<Spot, Drafted.Covered> covered = new LinkedHashMap<>();
    for (var one : unit.changes().entrySet()) {
      Spot spot = one.getKey();
      String place = written.places(spot.node(), spot.id()).getFirst();
      switch (OwnEntry.of(spot, place, one.getValue())) {
        case OwnEntry.Idea.Impossible(String reason) -> {
          return new Drafted.Impossible(unit, reason + " (the entry also stands for " + who + ")");
        }
        case OwnEntry.Idea.Possible(OwnEntry entry) -> {
          own.add(entry);
          String note =
              "in an entry of the node's own, since the shared one also stands for " + who;
          covered.put(spot, new Drafted.Covered(one.getValue(), entry.edit(), note));
        }
      }
    }
    return new Drafted.Candidate(unit, Map.of(), own, covered);
  }

  /** What all nodes of one entry say about it. */
  private sealed interface Opinion {
    record Agreed(SpecEdit.Rewrite edit, Map<Spot, ResourceChange> changes) implements Opinion {}

    /**
     * @param who says something else
     */
    record Split(String who) implements Opinion {}

    record Impossible(String reason) implements Opinion {}
  }

  private Opinion opinion(String place, Set<ResourceId> ids) {
    Map<Spot, ResourceChange> all = new LinkedHashMap<>();
    Map<NodeName, SpecEdit> edits = new LinkedHashMap<>();
    for (var node : written.at(place).entrySet()) {
      Drift drift = drifts.get(node.getKey());
      if (drift == null) {
        return split(node.getKey(), "was not looked at");
      }
      List<ResourceChange> changes = changes(node.getValue(), drift, ids);
      if (changes.stream().anyMatch(c -> c.change() instanceof Change.Unverifiable)) {
        return split(node.getKey(), "could not be looked at");
      }
      changes.forEach(change -> all.put(new Spot(node.getKey(), change.id()), change));
      edits.put(node.getKey(), KindEdit.of(node.getValue(), changes));
    }
    return agreement(edits, all);
  }

  private static List<ResourceChange> changes(
      List<Resource<?>> members, Drift drift, Set<ResourceId> ids) {
    Set<ResourceId> here = members.stream().map(Resource::id).collect(Collectors.toSet());
    return drift.changes().stream()
        .filter(change -> here.contains(change.id()) && ids.contains(change.id()))
        .toList();
  }

  private static Opinion agreement(Map<NodeName, SpecEdit> edits, Map<Spot, ResourceChange> all) {
    SpecEdit first = edits.get(all.keySet().iterator().next().node());
    return switch (first) {
      case SpecEdit.Impossible(String reason) -> new Opinion.Impossible(reason);
      case SpecEdit.Rewrite edit ->
          edits.entrySet().stream()
              .filter(other -> !other.getValue().equals(edit))
              .findFirst()
              .map(other -> split(other.getKey(), "shows something else"))
              .orElse(new Opinion.Agreed(edit, all));
    };
  }

  private static Opinion split(NodeName node, String how) {
    return new Opinion.Split("node " + node + ", which " + how);
  }
}
