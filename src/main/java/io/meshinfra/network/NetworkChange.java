package io.meshinfra.network;

import io.meshinfra.desired.Finding;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.BackEnd;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.intent.Invariant;
import io.meshinfra.network.intent.MeshNode;
import io.meshinfra.network.intent.OwnInvariant;
import io.meshinfra.network.matrix.MatrixDifference;
import io.meshinfra.network.proof.InvariantCheck;
import io.meshinfra.network.proof.WaysMoved;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What one revision makes of the network of another.
 *
 * @param notes what no matrix shows, for people
 * @param broken what the earlier one asks for and the later one breaks: it may not take an
 *     invariant away and use that at once
 */
public record NetworkChange(
    List<String> notes, MatrixDifference difference, List<InvariantCheck> broken) {
  public static final NetworkChange NOTHING =
      new NetworkChange(List.of(), MatrixDifference.NOTHING, List.of());

  private static final int MOST_NAMED = 5;

  public NetworkChange {
    notes = List.copyOf(notes);
    broken = List.copyOf(broken);
  }

  public static NetworkChange between(NetworkPlan before, NetworkPlan after) {
    return switch (after) {
      case NetworkPlan.Planned(PlannedNetwork now) ->
          switch (before) {
            case NetworkPlan.Planned(PlannedNetwork was) -> between(was, now);
            case NetworkPlan.Absent absent -> first(now);
            case NetworkPlan.Refused(List<Finding> findings) ->
                note("what it changes about the network cannot be told: " + findings.getFirst());
          };
      case NetworkPlan.Absent absent ->
          before instanceof NetworkPlan.Absent
              ? NOTHING
              : note("the network intent is gone; what nodes have of it stays as it is");
      case NetworkPlan.Refused(List<Finding> findings) ->
          note("what it says of the network cannot be told: " + findings.getFirst());
    };
  }

  public boolean isNothing() {
    return notes.isEmpty() && difference.isNothing() && broken.isEmpty();
  }

  /** Whether somebody who is no node may reach more than before. */
  public boolean opensToOutside() {
    return difference.changed().stream().anyMatch(MatrixDifference.Changed::opensToOutside);
  }

  private static NetworkChange note(String note) {
    return new NetworkChange(List.of(note), MatrixDifference.NOTHING, List.of());
  }

  private static NetworkChange first(PlannedNetwork now) {
    MatrixDifference all = MatrixDifference.between(MatrixDifference.CLOSED, now.matrix());
    List<String> notes = new ArrayList<>();
    notes.add("the network intent is new: this is all that it allows");
    backEnds(Set.of(), now.intent(), notes);
    internet(new TreeMap<>(), now.internetBy(), notes);
    unenforced(all, now.intent(), notes);
    return new NetworkChange(notes, all, List.of());
  }

  private static NetworkChange between(PlannedNetwork was, PlannedNetwork now) {
    MatrixDifference difference = MatrixDifference.between(was.matrix(), now.matrix());
    List<String> notes = new ArrayList<>();
    backEnds(Set.copyOf(was.intent().nodes().values()), now.intent(), notes);
    internet(was.internetBy(), now.internetBy(), notes);
    notes.addAll(WaysMoved.between(side(was), side(now)));
    invariants(was.intent(), now.intent(), notes);
    unenforced(difference, now.intent(), notes);
    boolean same = difference.isNothing() && notes.isEmpty();
    return new NetworkChange(
        notes,
        difference,
        same
            ? List.of()
            : now.heldAgainst(was).stream()
                .filter(check -> check.status() == InvariantCheck.Status.BROKEN)
                .toList());
  }

  private static WaysMoved.Side side(PlannedNetwork network) {
    return new WaysMoved.Side(network.intent(), network.fleet().nodes(), network.matrix());
  }

  private static void backEnds(Collection<MeshNode> before, Intent now, List<String> notes) {
    for (BackEnd backEnd : BackEnd.values()) {
      TreeSet<NodeName> had = with(backEnd, before);
      TreeSet<NodeName> have = with(backEnd, now.nodes().values());
      String word = backEnd.name().toLowerCase(Locale.ROOT);
      TreeSet<NodeName> more = new TreeSet<>(have);
      more.removeAll(had);
      if (!more.isEmpty()) {
        notes.add("%s is compiled for %s from now on".formatted(word, names(more)));
      }
      had.removeAll(have);
      if (!had.isEmpty()) {
        notes.add(
            "%s is not compiled for %s any more; what is there stays as it is"
                .formatted(word, names(had)));
      }
    }
  }

  /** Where packets to the internet leave otherwise than before. */
  private static void internet(
      SortedMap<NodeName, NodeName> was, SortedMap<NodeName, NodeName> now, List<String> notes) {
    TreeSet<NodeName> nodes = new TreeSet<>(was.keySet());
    nodes.addAll(now.keySet());
    for (NodeName node : nodes) {
      String before = way(was.get(node));
      String after = way(now.get(node));
      if (!before.equals(after)) {
        notes.add(
            "%s goes to the internet %s from now on, and not %s".formatted(node, after, before));
      }
    }
  }

  private static String way(NodeName exit) {
    return exit == null ? "directly" : "by " + exit;
  }

  private static TreeSet<NodeName> with(BackEnd backEnd, Collection<MeshNode> nodes) {
    TreeSet<NodeName> names = new TreeSet<>();
    nodes.stream()
        .filter(node -> node.backEnds().contains(backEnd))
        .forEach(node -> names.add(node.name()));
    return names;
  }

  private static void invariants(Intent was, Intent now, List<String> notes) {
    for (Invariant invariant : Invariant.values()) {
      boolean before = was.invariants().containsKey(invariant);
      boolean after = now.invariants().containsKey(invariant);
      if (before != after) {
        notes.add(invariant.word() + (after ? " is asked for" : " is no longer asked for"));
      }
    }
    for (OwnInvariant own : was.ownInvariants()) {
      if (now.ownInvariants().stream().noneMatch(named(own))) {
        notes.add(own.name() + " is no longer asked for");
      } else if (now.ownInvariants().stream().noneMatch(own::isSame)) {
        notes.add(own.name() + " asks for something else");
      }
    }
    for (OwnInvariant own : now.ownInvariants()) {
      if (was.ownInvariants().stream().noneMatch(named(own))) {
        notes.add(own.name() + " is asked for");
      }
    }
  }

  private static Predicate<OwnInvariant> named(OwnInvariant own) {
    return other -> other.name().equals(own.name());
  }

  private static void unenforced(MatrixDifference difference, Intent now, List<String> notes) {
    TreeSet<NodeName> open = new TreeSet<>();
    for (MatrixDifference.Changed changed : difference.changed()) {
      changed.to().stream()
          .filter(node ->
              now.node(node).filter(MeshNode::managed).isPresent()
                  && now.nodes().get(node).firewalls().isEmpty())
          .forEach(open::add);
    }
    if (!open.isEmpty()) {
      notes.add("nothing enforces it on " + names(open));
    }
  }

  private static String names(Collection<NodeName> nodes) {
    String first =
        String.join(", ", nodes.stream().limit(MOST_NAMED).map(NodeName::value).toList());
    return nodes.size() > MOST_NAMED
        ? first + " and %d more".formatted(nodes.size() - MOST_NAMED)
        : first;
  }
}
