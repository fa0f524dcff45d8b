package io.meshinfra.adopt;

import io.meshinfra.desired.Catalogs;
import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.desired.Loading;
import io.meshinfra.drift.Drift;
import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.ResourceId;
import io.meshinfra.resource.Change;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;

/** One adoption on its way. */
final class Adopting {
  private final Catalogs catalogs;
  private final Written written;
  private final List<Drift> drifts;
  private final List<Adoption.Adopted> adopted = new ArrayList<>();
  private final List<Adoption.Refused> refused = new ArrayList<>();
  private Repository repository;

  Adopting(Catalogs catalogs, Repository repository, Written written, List<Drift> drifts) {
    this.catalogs = catalogs;
    this.repository = repository;
    this.written = written;
    this.drifts = drifts;
  }

  Adoption adoption() {
    return new Adoption(repository.files(), adopted, refused);
  }

  void refuseAll(BiPredicate<NodeName, ResourceId> wanted, String reason) {
    each(wanted, (spot, change) -> refuse(spot, change, reason));
  }

  /** All at once when that proves right, else one after the other to tell which one is wrong. */
  void adopt(Fleet fleet, BiPredicate<NodeName, ResourceId> wanted) {
    List<Drafted.Candidate> candidates = new ArrayList<>();
    Map<NodeName, Drift> byNode = new HashMap<>();
    drifts.forEach(drift -> byNode.put(drift.node(), drift));
    Drafting drafting = new Drafting(written, byNode);
    for (Unit unit : units(fleet, wanted)) {
      switch (drafting.draft(unit)) {
        case Drafted.Candidate candidate -> candidates.add(candidate);
        case Drafted.Impossible impossible -> refuse(unit, impossible.reason());
      }
    }
    if (candidates.size() > 1 && write(fleet, candidates).isEmpty()) {
      return;
    }
    for (Drafted.Candidate candidate : candidates) {
      write(fleet, List.of(candidate)).ifPresent(reason -> refuse(candidate.unit(), reason));
    }
  }

  private List<Unit> units(Fleet fleet, BiPredicate<NodeName, ResourceId> wanted) {
    List<List<Unit>> units = new ArrayList<>(List.of(List.of()));
    each(
        wanted,
        (spot, change) ->
            unusable(fleet, spot, change)
                .ifPresentOrElse(
                    reason -> refuse(spot, change, reason),
                    () -> {
                      Set<String> places = Set.copyOf(written.places(spot.node(), spot.id()));
                      Unit unit = new Unit(places, Map.of(spot, change));
                      units.set(0, Unit.with(units.getFirst(), unit));
                    }));
    return units.getFirst();
  }

  /** Why there is nothing to think out. */
  private static Optional<String> unusable(Fleet fleet, Spot spot, ResourceChange change) {
    if (change.change() instanceof Change.Unverifiable(String reason)) {
      return Optional.of("it is not known what is so: " + reason);
    }
    boolean same =
        fleet.node(spot.node()).map(FleetNode::catalog).stream()
            .flatMap(catalog -> catalog.resources().stream())
            .anyMatch(resource ->
                resource.id().equals(spot.id())
                    && resource.fingerprint().equals(change.resource().fingerprint()));
    return same
        ? Optional.empty()
        : Optional.of("git says something else about it by now; look at the node again");
  }

  /** Writes and proves; what is wrong, if anything, and then nothing was written. */
  private Optional<String> write(Fleet before, List<Drafted.Candidate> candidates) {
    Repository next = repository;
    Map<Spot, Drafted.Covered> covered = new LinkedHashMap<>();
    adoptedSoFar.forEach(covered::put);
    for (Drafted.Candidate candidate : candidates) {
      switch (next.with(candidate)) {
        case Repository.Step.Done done -> next = done.repository();
        case Repository.Step.Failed failed -> {
          return Optional.of(failed.reason());
        }
      }
      covered.putAll(candidate.covered());
    }
    Optional<String> problem =
        switch (catalogs.load(next.altered(), stripped(next.folder()))) {
          case Loading.Loaded(Fleet after) -> new Proof(before, after, covered).problem();
          case Loading.Invalid invalid ->
              Optional.of("the edit would be a mistake: " + invalid.findings().getFirst());
        };
    if (problem.isEmpty()) {
      repository = next;
      adoptedSoFar.putAll(covered);
      candidates.forEach(this::tell);
    }
    return problem;
  }

  private final Map<Spot, Drafted.Covered> adoptedSoFar = new LinkedHashMap<>();

  private static String stripped(String folder) {
    return folder.endsWith("/") ? folder.substring(0, folder.length() - 1) : folder;
  }

  private void tell(Drafted.Candidate candidate) {
    candidate
        .covered()
        .forEach((spot, covered) ->
            adopted.add(
                new Adoption.Adopted(
                    spot.node(),
                    spot.id(),
                    written.places(spot.node(), spot.id()),
                    covered.isDropped()
                        ? "taken off its list: nothing looks after it any more"
                        : "")));
  }

  private interface Each {
    void on(Spot spot, ResourceChange change);
  }

  private void each(BiPredicate<NodeName, ResourceId> wanted, Each each) {
    for (Drift drift : drifts) {
      for (ResourceChange change : drift.changes()) {
        if (wanted.test(drift.node(), change.id())) {
          each.on(new Spot(drift.node(), change.id()), change);
        }
      }
    }
  }

  private void refuse(Unit unit, String reason) {
    unit.changes().forEach((spot, change) -> refuse(spot, change, reason));
  }

  private void refuse(Spot spot, ResourceChange change, String reason) {
    refused.add(
        new Adoption.Refused(spot.node(), spot.id(), change.resource().terms().position(), reason));
  }
}
