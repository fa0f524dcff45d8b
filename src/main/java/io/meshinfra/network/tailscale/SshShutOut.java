package io.meshinfra.network.tailscale;

import io.meshinfra.desired.Finding;
import io.meshinfra.desired.Member;
import io.meshinfra.model.AccessPath;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.BackEnd;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.intent.MeshNode;
import io.meshinfra.resource.AccountName;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where Tailscale SSH would turn the hub away. Once it is on, it answers port 22 of the Tailscale
 * address in place of sshd (tailscale.com/docs/features/tailscale-ssh), and knows no keys: only who
 * may log in from where to which account.
 */
public final class SshShutOut {
  private static final int ANSWERED = 22;

  private final Intent intent;
  private final SshAccess access;

  private SshShutOut(Intent intent, Tailnet tailnet) {
    this.intent = intent;
    this.access = SshAccess.of(intent, tailnet);
  }

  /** What there is to mend; nothing where Tailscale SSH is off or the hub has no way by it. */
  public static List<Finding> of(
      Intent intent, Tailnet tailnet, SortedMap<NodeName, Member> members) {
    return intent.tailscale().sshUsers().isEmpty()
        ? List.of()
        : new SshShutOut(intent, tailnet).findings(members);
  }

  private List<Finding> findings(SortedMap<NodeName, Member> members) {
    SortedMap<NodeName, AccessPath> ways = new TreeMap<>();
    members.forEach((name, member) -> {
      MeshNode node = intent.nodes().get(name);
      if (node != null && node.backEnds().contains(BackEnd.TAILSCALE)) {
        member.target().access().stream()
            .filter(path -> isAnswered(path, node))
            .findFirst()
            .ifPresent(path -> ways.put(name, path));
      }
    });
    List<Finding> findings = new ArrayList<>();
    ways.forEach((name, path) -> {
      String user = members.get(name).target().user();
      if (!access.users().contains(new AccountName(user))) {
        findings.add(intent.nodes().get(name).at().finding(noSuchAccount(name, path, user)));
      }
    });
    if (!ways.isEmpty() && intent.hubs().stream().noneMatch(access.from()::contains)) {
      findings.add(
          intent
              .at()
              .finding(
                  "Tailscale SSH is for admin, and no node with the role hub is of that and in the"
                      + " tailnet, so that it would turn the hub away on %s; put the hub into the group admin, or leave ssh_users out"
                          .formatted(ways.keySet())));
    }
    return findings;
  }

  private String noSuchAccount(NodeName name, AccessPath path, String user) {
    return "the hub logs in to %s as %s by %s, where Tailscale SSH would let in %s only; add %s to ssh_users, or leave them out"
        .formatted(name, user, path, access.accounts(), user);
  }

  /** By its name, whatever its host is called; or by the address, which WireGuard may have too. */
  private static boolean isAnswered(AccessPath path, MeshNode node) {
    boolean byAddress =
        Tailnet.ADDRESSES.contains(node.address())
            && path.host().equals(node.address().toString())
            && !node.backEnds().contains(BackEnd.WIREGUARD);
    return path.kind() == AccessPath.Kind.SSH
        && path.port() == ANSWERED
        && (path.name().startsWith("tailscale") || byAddress);
  }
}
