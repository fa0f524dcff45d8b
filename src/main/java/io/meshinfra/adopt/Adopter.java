package io.meshinfra.adopt;

import io.meshinfra.desired.Catalogs;
import io.meshinfra.desired.Finding;
import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.Loading;
import io.meshinfra.drift.Drift;
import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.FileTree;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.ResourceId;
import io.meshinfra.resource.ResourceTypes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;

/**
 * Turns drift into intent: the edits of a revision after which what was seen is what is wanted.
 * Pure but for the files it reads.
 *
 * <p>Nothing is offered that was not proven: the edited files are loaded again, what was adopted
 * must be in sync with what was seen, and no other resource of any node may have changed.
 */
public final class Adopter {
  private final Catalogs catalogs;

  public Adopter(ResourceTypes types) {
    this.catalogs = new Catalogs(types);
  }

  /** Adopts all that drifted. */
  public Adoption adopt(FileTree tree, String folder, List<Drift> drifts) {
    return adopt(tree, folder, drifts, (node, id) -> true);
  }

  /**
   * Adopts what is asked for.
   *
   * @param tree the revision that the drifts were compared with
   * @param folder of the manifests, {@code ""} for the root
   * @param drifts what is known of all nodes: an entry that stands for several nodes can only be
   *     written anew when it is known that all of them show the same
   * @param wanted tells what is asked for among the drifts
   */
  public Adoption adopt(
      FileTree tree, String folder, List<Drift> drifts, BiPredicate<NodeName, ResourceId> wanted) {
    Written written = new Written();
    Map<Spot, ResourceChange> asked = asked(drifts, wanted);
    return switch (catalogs.load(tree, folder, written::add)) {
      case Loading.Loaded(Fleet fleet) -> {
        Units units = Units.of(asked, fleet, written);
        Adopting adopting = new Adopting(catalogs, fleet, Repository.of(tree, folder));
        yield adopt(asked, units, new Drafting(written, byNode(drifts)), adopting);
      }
      case Loading.Invalid invalid ->
          new Adoption(
              new TreeMap<>(),
              List.of(),
              refused(asked, reasons(asked, invalid.findings().getFirst())));
    };
  }

  /**
   * The other nodes whose drift must be known too, so that an entry which they share with what is
   * asked for can be written anew. Where theirs is not known, the node gets an entry of its own.
   */
  public SortedSet<NodeName> sharers(
      FileTree tree, String folder, List<Drift> drifts, BiPredicate<NodeName, ResourceId> wanted) {
    Written written = new Written();
    catalogs.load(tree, folder, written::add);
    SortedSet<NodeName> sharers = new TreeSet<>();
    for (Spot spot : asked(drifts, wanted).keySet()) {
      written
          .places(spot.node(), spot.id())
          .forEach(place -> sharers.addAll(written.at(place).keySet()));
    }
    drifts.forEach(drift -> sharers.remove(drift.node()));
    return sharers;
  }

  private static Adoption adopt(
      Map<Spot, ResourceChange> asked, Units units, Drafting drafting, Adopting adopting) {
    Map<Spot, String> reasons = new HashMap<>(units.refused());
    List<Drafted.Candidate> candidates = new ArrayList<>();
    List<Drafted.Impossible> impossible = new ArrayList<>();
    for (Unit unit : units.units()) {
      switch (drafting.draft(unit)) {
        case Drafted.Candidate candidate -> candidates.add(candidate);
        case Drafted.Impossible one -> impossible.add(one);
      }
    }
    impossible.addAll(adopting.adopt(candidates));
    impossible.forEach(
        one -> one.unit().changes().keySet().forEach(spot -> reasons.put(spot, one.reason())));
    List<Adoption.Adopted> adopted = new ArrayList<>();
    adopting
        .covered()
        .forEach((spot, covered) -> adopted.add(adopted(spot, covered, drafting.written())));
    return new Adoption(adopting.repository().files(), adopted, refused(asked, reasons));
  }

  private static Adoption.Adopted adopted(Spot spot, Drafted.Covered covered, Written written) {
    return new Adoption.Adopted(
        spot.node(), spot.id(), written.places(spot.node(), spot.id()), covered.note());
  }

  private static List<Adoption.Refused> refused(
      Map<Spot, ResourceChange> asked, Map<Spot, String> reasons) {
    return asked.entrySet().stream()
        .filter(one -> reasons.containsKey(one.getKey()))
        .map(one ->
            new Adoption.Refused(
                one.getKey().node(),
                one.getKey().id(),
                one.getValue().resource().terms().position(),
                reasons.get(one.getKey())))
        .toList();
  }

  private static Map<Spot, ResourceChange> asked(
      List<Drift> drifts, BiPredicate<NodeName, ResourceId> wanted) {
    Map<Spot, ResourceChange> asked = new LinkedHashMap<>();
    for (Drift drift : drifts) {
      drift.changes().stream()
          .filter(change -> wanted.test(drift.node(), change.id()))
          .forEach(change -> asked.put(new Spot(drift.node(), change.id()), change));
    }
    return asked;
  }

  private static Map<Spot, String> reasons(Map<Spot, ResourceChange> asked, Finding finding) {
    Map<Spot, String> reasons = new HashMap<>();
    String reason = "the desired state has mistakes; mend them first: " + finding;
    asked.keySet().forEach(spot -> reasons.put(spot, reason));
    return reasons;
  }

  private static Map<NodeName, Drift> byNode(List<Drift> drifts) {
    Map<NodeName, Drift> byNode = new HashMap<>();
    drifts.forEach(drift -> byNode.put(drift.node(), drift));
    return byNode;
  }
}
