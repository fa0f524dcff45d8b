package io.meshinfra.network.intent;

import io.meshinfra.desired.yaml.Position;
import io.meshinfra.model.NodeName;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One machine of the mesh.
 *
 * @param at where it is written
 * @param fqdn empty when neither it nor a domain is written
 * @param managed whether it is a node of the fleet
 * @param backEnds what the intent is compiled to there
 * @param sshd who may log in, where that is one of the back ends
 * @param constraints what is not possible there
 * @param internetBy the exit node that it goes to the internet by
 * @param acceptRoutes whether it takes the routes of others
 */
public record MeshNode(
    NodeName name,
    Position at,
    String fqdn,
    Ipv4 address,
    Set<Label> roles,
    Presence presence,
    List<Subnet> routes,
    boolean exitNode,
    boolean managed,
    Set<BackEnd> backEnds,
    Wireguard wireguard,
    SshdSettings sshd,
    Set<Label> constraints,
    Optional<NodeName> internetBy,
    boolean acceptRoutes) {
  /** The role of the node that the fleet is kept from. */
  public static final Label HUB = new Label("hub");

  /** Those that keep out who is not let in. */
  private static final Set<BackEnd> FIREWALLS =
      EnumSet.of(BackEnd.FIREWALL, BackEnd.NFTABLES, BackEnd.FIREWALLD, BackEnd.UFW);

  /** When it answers, and where from. */
  public enum Presence {
    ALWAYS_ON,
    STAYS,
    ROAMS
  }

  public MeshNode {
    roles = Set.copyOf(roles);
    routes = List.copyOf(routes);
    backEnds = Set.copyOf(backEnds);
    constraints = Set.copyOf(constraints);
  }

  /** What keeps out there who is not let in. */
  public List<BackEnd> firewalls() {
    return backEnds.stream().filter(FIREWALLS::contains).sorted().toList();
  }

  public boolean isHub() {
    return roles.contains(HUB);
  }

  public boolean alwaysOn() {
    return presence == Presence.ALWAYS_ON;
  }
}
