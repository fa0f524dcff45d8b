package io.meshinfra.reconcile;

import io.meshinfra.desired.Fleet;
import io.meshinfra.model.FileTree;
import io.meshinfra.network.NetworkPlan;
import io.meshinfra.network.PlannedNetwork;
import io.meshinfra.reconcile.revision.RevisionReader;
import io.meshinfra.source.GitSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** What follows from the network intent of the fleet in force; found out once for each fleet. */
final class NetworkInForce {
  private final RevisionReader reader;
  private final GitSource source;
  private final ReentrantLock oneAtATime = new ReentrantLock();
  private Fleet known;
  private Optional<PlannedNetwork> network = Optional.empty();

  NetworkInForce(RevisionReader reader, GitSource source) {
    this.reader = reader;
    this.source = source;
  }

  /** Empty when there is no intent. */
  @SuppressWarnings("ReferenceEquality") // the same object is in force until another comes
  Optional<PlannedNetwork> of(Fleet fleet) {
    oneAtATime.lock();
    try {
      if (known != fleet) {
        network = read(fleet);
        known = fleet;
      }
      return network;
    } finally {
      oneAtATime.unlock();
    }
  }

  private Optional<PlannedNetwork> read(Fleet fleet) {
    try {
      return switch (reader.network(source.tree(fleet.revision(), ""))) {
        case NetworkPlan.Planned(PlannedNetwork planned) -> Optional.of(planned);
        case NetworkPlan.Absent absent -> Optional.empty();
        case NetworkPlan.Refused refused -> Optional.empty(); // it would not be in force
      };
    } catch (FileTree.UnreadableFile e) {
      return Optional.empty();
    }
  }
}
