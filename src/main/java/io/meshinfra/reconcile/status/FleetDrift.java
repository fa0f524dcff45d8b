package io.meshinfra.reconcile.status;

import io.meshinfra.drift.Drift;
import io.meshinfra.drift.ResourceChange;
import io.meshinfra.journal.DriftJournal;
import io.meshinfra.journal.DriftRequest;
import io.meshinfra.journal.DriftRequest.Stage;
import io.meshinfra.journal.DriftSeen;
import io.meshinfra.model.NodeName;
import io.meshinfra.report.ChangeText;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What drifts on the nodes of the fleet. What differs is told by the last probe, since when and
 * which pull request is about it by the journal. Of a node that was not probed since the hub was
 * started, the journal tells all: it may be away for long.
 */
public final class FleetDrift {
  private final StatusBoard board;
  private final DriftJournal journal;
  private final Function<NodeName, List<NodeDrift.Item>> network;

  /**
   * @param network what of the network of a node is not as it is declared
   */
  public FleetDrift(
      StatusBoard board, DriftJournal journal, Function<NodeName, List<NodeDrift.Item>> network) {
    this.board = board;
    this.journal = journal;
    this.network = network;
  }

  /** Every node of the fleet, by name; also those on which nothing drifts. */
  public List<NodeDrift> all() {
    Map<NodeName, List<DriftSeen>> seen =
        journal.all().stream().collect(Collectors.groupingBy(DriftSeen::node));
    Map<NodeName, DriftRequest> requests =
        EnumSet.complementOf(EnumSet.of(Stage.GONE)).stream()
            .flatMap(stage -> journal.requests(stage).stream())
            .collect(Collectors.toMap(DriftRequest::node, Function.identity(), (one, two) -> two));
    return board.all().stream()
        .map(status ->
            drift(
                status,
                seen.getOrDefault(status.node(), List.of()),
                Optional.ofNullable(requests.get(status.node()))))
        .toList();
  }

  /** One node of the fleet. */
  public NodeDrift of(NodeStatus status) {
    Optional<DriftRequest> request =
        journal.request(status.node()).filter(known -> known.stage() != Stage.GONE);
    return drift(status, journal.of(status.node()), request);
  }

  private NodeDrift drift(NodeStatus status, List<DriftSeen> seen, Optional<DriftRequest> request) {
    return new NodeDrift(
        status.node(),
        status.probedAt(),
        Stream.concat(
                status
                    .drift()
                    .map(drift -> probed(drift, seen))
                    .orElseGet(() -> seen.stream().map(FleetDrift::remembered).toList())
                    .stream(),
                network.apply(status.node()).stream())
            .toList(),
        request);
  }

  private static List<NodeDrift.Item> probed(Drift drift, List<DriftSeen> seen) {
    return drift.changes().stream().map(change -> probed(change, seen)).toList();
  }

  private static NodeDrift.Item probed(ResourceChange change, List<DriftSeen> seen) {
    Optional<Instant> since =
        seen.stream()
            .filter(known -> known.resource().equals(change.id()))
            .filter(known -> known.origin() == change.origin())
            .map(DriftSeen::since)
            .findFirst();
    return new NodeDrift.Item(
        change.id().toString(),
        change.change().word(),
        change.origin(),
        since,
        ChangeText.of(change));
  }

  private static NodeDrift.Item remembered(DriftSeen seen) {
    return new NodeDrift.Item(
        seen.resource().toString(), seen.word(), seen.origin(), Optional.of(seen.since()), "");
  }
}
