package io.meshinfra.network.proof;

import io.meshinfra.desired.Member;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.intent.MeshNode;
import io.meshinfra.network.matrix.Grant;
import io.meshinfra.network.matrix.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** Holds the matrix against the invariants that the intent asks for. */
public final class Invariants {
  private static final int WAYS = 2;
  private static final int MOST_TOLD = 5;

  private final Intent intent;
  private final SortedMap<NodeName, Member> members;
  private final Matrix matrix;
  private final PublicPorts publicPorts;
  private final SortedMap<NodeName, String> dropIns;

  /**
   * @param members nodes of the fleet; ways into others are not known
   * @param grants what the matrix was made of
   * @param dropIns what was compiled to sshd
   */
  public Invariants(
      Intent intent,
      SortedMap<NodeName, Member> members,
      List<Grant> grants,
      Matrix matrix,
      SortedMap<NodeName, String> dropIns) {
    this.intent = intent;
    this.members = members;
    this.matrix = matrix;
    this.publicPorts = new PublicPorts(intent, members, grants, matrix);
    this.dropIns = dropIns;
  }

  /** One check for each that the intent asks for. */
  public List<InvariantCheck> check() {
    List<InvariantCheck> checks = new ArrayList<>();
    intent
        .invariants()
        .forEach((invariant, at) ->
            checks.add(
                switch (invariant) {
                  case ADMIN_PORTS_NEVER_PUBLIC ->
                      InvariantCheck.of(invariant, at, publicPorts.administration())
                          .enforced(unenforced());
                  case DEFAULT_DENY_INBOUND ->
                      InvariantCheck.of(invariant, at, publicPorts.nearlyAll())
                          .enforced(unenforced());
                  case TWO_WAYS_INTO_ALWAYS_ON -> InvariantCheck.of(invariant, at, fewWays());
                  case SSH_KEY_ONLY_AUTH -> new KeysOnly(intent, dropIns).check(invariant, at);
                  case TOKENS_EXPIRE_24H ->
                      InvariantCheck.notChecked(
                          invariant,
                          at,
                          "the hub tells: it refuses a revision that asks for this when its tokens"
                              + " live longer");
                }));
    OwnInvariants own = new OwnInvariants(intent, matrix);
    intent
        .ownInvariants()
        .forEach(invariant -> checks.add(own.check(invariant).enforced(unenforced())));
    return checks;
  }

  /** Nodes whose own firewall is not ours: whatever is denied them is only meant. */
  private List<String> unenforced() {
    List<String> open =
        intent.nodes().values().stream()
            .filter(node -> node.managed() && node.firewalls().isEmpty())
            .map(node -> node.name().value())
            .toList();
    if (open.isEmpty()) {
      return List.of();
    }
    String more = open.size() > MOST_TOLD ? " and %d more".formatted(open.size() - MOST_TOLD) : "";
    return List.of(
        "nothing enforces it on %s%s"
            .formatted(String.join(", ", open.stream().limit(MOST_TOLD).toList()), more));
  }

  private List<String> fewWays() {
    List<String> broken = new ArrayList<>();
    for (MeshNode node : intent.nodes().values()) {
      Member member = members.get(node.name());
      if (node.alwaysOn() && node.managed() && member != null) {
        Ways ways = Ways.fromElsewhere(member, intent, matrix);
        if (ways.doors() < WAYS) {
          broken.add(
              "%s is always on and has fewer than %d ways in; %s"
                  .formatted(node.name(), WAYS, ways.told()));
        }
      }
    }
    return broken;
  }

  /** Why nobody could mend the node any more, if so. */
  public Optional<String> lockedOut(NodeName node) {
    return Optional.ofNullable(members.get(node))
        .map(member -> Ways.into(member, intent, matrix))
        .filter(ways -> ways.open().isEmpty())
        .map(ways -> "a firewall on %s would close every way in; %s".formatted(node, ways.told()));
  }
}
