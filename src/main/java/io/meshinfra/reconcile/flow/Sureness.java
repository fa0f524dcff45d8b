package io.meshinfra.reconcile.flow;

import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.flow.Flow;
import io.meshinfra.network.flow.OutsideAddress;
import io.meshinfra.network.flow.OutsideAddresses;
import io.meshinfra.network.intent.Ipv4;
import io.meshinfra.transport.PathTrial;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whose a private address is. The same one is somebody else's in the next local network, and ports
 * of strangers are nobody's business; so this machine logs in over it first, by the pinned host
 * key. A node tries a private address only where this machine got in over that one and over its own
 * in the same network.
 */
final class Sureness {
  /** Logins of one test; those that lead nowhere take their timeout. */
  static final int MOST_LOGINS = 64;

  private final PathTrial paths;
  private final Fleet fleet;
  private final OutsideAddresses addresses;
  private final Map<OutsideAddress, Boolean> known = new HashMap<>();
  private final Set<String> untried = new LinkedHashSet<>();
  private int logins;

  Sureness(PathTrial paths, Fleet fleet, OutsideAddresses addresses) {
    this.paths = paths;
    this.fleet = fleet;
    this.addresses = addresses;
  }

  /** Those of the flows whose address is known to be that of the node. */
  List<Flow> sure(List<Flow> flows) {
    List<Flow> sure = new ArrayList<>();
    for (Flow flow : flows) {
      if (!OutsideAddress.isPrivate(flow.address())
          || leads(flow.to(), flow.address())
              && flow.from().tryingNode().map(by -> sharesWith(by, flow)).orElse(true)) {
        sure.add(flow);
      }
    }
    return sure;
  }

  private boolean sharesWith(NodeName by, Flow flow) {
    return addresses.of(by).stream()
        .filter(own -> OutsideAddress.areNeighbours(own.address(), flow.address()))
        .anyMatch(own -> leads(by, own.address()));
  }

  private boolean leads(NodeName node, Ipv4 address) {
    return addresses.of(node).stream()
        .filter(own -> own.address().equals(address))
        .anyMatch(own -> isKnown(own));
  }

  private boolean isKnown(OutsideAddress address) {
    Boolean before = known.get(address);
    if (before != null) {
      return before;
    }
    boolean leads = tried(address);
    known.put(address, leads);
    return leads;
  }

  private boolean tried(OutsideAddress address) {
    if (logins++ >= MOST_LOGINS) {
      untried.add("more private addresses than this machine tries to get in over in one test");
      return false;
    }
    Optional<FleetNode> node = fleet.node(address.node());
    boolean leads =
        node.stream()
            .flatMap(one -> one.target().access().stream())
            .filter(path -> path.host().equals(address.address().toString()))
            .anyMatch(path ->
                paths.attempt(node.orElseThrow().target(), path) instanceof PathTrial.Result.Led);
    if (!leads) {
      untried.add(
          "%s of %s (%s): the hub does not get in over it from here, so it may be another one's"
              .formatted(address.name(), address.node(), address.address()));
    }
    return leads;
  }

  /** Addresses that nobody tries, and why. */
  List<String> untried() {
    return List.copyOf(untried);
  }
}
