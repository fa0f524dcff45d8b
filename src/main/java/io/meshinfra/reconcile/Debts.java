package io.meshinfra.reconcile;

import io.meshinfra.desired.Fleet;
import io.meshinfra.journal.Journal;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import io.meshinfra.reconcile.revision.FleetAt;
import io.meshinfra.reconcile.revision.Fleets;
import io.meshinfra.reconcile.revision.Predicted;
import io.meshinfra.source.GitSource;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Thinks out what nodes that are away have to make up for: told from both catalogs alone, as there
 * is no machine to look at. Nothing is planned by it; a node that is back is probed and planned
 * anew.
 */
final class Debts {
  private static final int MOST_COMMITS = 10_000;

  private final Sources sources;
  private final Map<NodeName, Debt> known = new ConcurrentHashMap<>();

  Debts(Sources sources) {
    this.sources = sources;
  }

  /** Where it is told from. */
  record Sources(
      Fleets fleets, GitSource git, Journal journal, Supplier<Optional<Fleet>> inForce) {}

  /** Empty when the node is not in the fleet in force. May load the fleet of another commit. */
  Optional<Debt> of(NodeName node) {
    Optional<Fleet> fleet = sources.inForce().get().filter(now -> now.node(node).isPresent());
    if (fleet.isEmpty()) {
      known.remove(node);
      return Optional.empty();
    }
    Optional<Revision> from = sources.journal().applied().whole(node);
    Revision to = fleet.get().revision();
    Debt before = known.get(node);
    if (before != null && before.from().equals(from) && before.to().equals(to)) {
      return Optional.of(before);
    }
    Debt debt =
        new Debt(
            from,
            to,
            from.flatMap(revision -> commits(revision, to)),
            resources(node, from, fleet.get()));
    known.put(node, debt);
    return Optional.of(debt);
  }

  private Optional<Integer> commits(Revision from, Revision to) {
    try {
      return Optional.of(sources.git().commits().range(List.of(from), to, MOST_COMMITS))
          .map(range -> range.commits().size());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private Optional<Integer> resources(NodeName node, Optional<Revision> from, Fleet to) {
    if (from.isEmpty()) {
      return to.node(node).map(all -> all.catalog().resources().size());
    }
    if (from.get().equals(to.revision())) {
      return Optional.of(0);
    }
    return switch (sources.fleets().at(from.get())) {
      case FleetAt.Valid valid ->
          Optional.of(new Predicted(valid.fleet(), to).changes(node).size());
      case FleetAt.Invalid invalid -> Optional.empty();
      case FleetAt.Missing missing -> Optional.empty();
    };
  }
}
