package io.meshinfra.adopt;

import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.drift.ResourceChange;
import io.meshinfra.resource.Change;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What was asked for, cut into units; what is out of question is left out with the reason. */
record Units(List<Unit> units, Map<Spot, String> refused) {

  static Units of(Map<Spot, ResourceChange> wanted, Fleet fleet, Written written) {
    List<Unit> units = new ArrayList<>();
    Map<Spot, String> refused = new LinkedHashMap<>();
    wanted.forEach((spot, change) -> {
      Optional<String> reason =
          outOfQuestion(fleet, spot, change).or(() -> unwritten(spot, change, written));
      if (reason.isPresent()) {
        refused.put(spot, reason.get());
      } else {
        Set<String> places = Set.copyOf(written.places(spot.node(), spot.id()));
        Unit.join(units, new Unit(places, Map.of(spot, change)));
      }
    });
    return new Units(units, refused);
  }

  private static Optional<String> unwritten(Spot spot, ResourceChange change, Written written) {
    return written.places(spot.node(), spot.id()).isEmpty()
        ? Optional.of(
            "no manifest has an entry for it: it follows from an intent, at "
                + change.resource().terms().position())
        : Optional.empty();
  }

  private static Optional<String> outOfQuestion(Fleet fleet, Spot spot, ResourceChange change) {
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
}
