package io.meshinfra.network.sshd;

import io.meshinfra.desired.Member;
import io.meshinfra.model.AccessPath;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.intent.Ipv4;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * From where sshd shuts nobody out for tries that failed: the mesh, and the hubs by their other
 * addresses. Keys are all that it takes, so that nothing can be guessed there; and a hub that is
 * shut out cannot mend anything.
 */
public final class Exempt {
  private Exempt() {}

  /** As PerSourcePenaltyExemptList of sshd_config(5) takes them. */
  public static String of(Intent intent, SortedMap<NodeName, Member> members) {
    SortedSet<String> hubs = new TreeSet<>();
    for (NodeName hub : intent.hubs()) {
      Optional.ofNullable(members.get(hub)).stream()
          .flatMap(member -> member.target().access().stream())
          .filter(path -> path.kind() == AccessPath.Kind.SSH)
          .map(AccessPath::host)
          .filter(host -> isOutside(intent, host))
          .forEach(hubs::add);
    }
    StringBuilder list = new StringBuilder(intent.mesh().network().toString());
    hubs.forEach(address -> list.append(',').append(address));
    return list.toString();
  }

  private static boolean isOutside(Intent intent, String host) {
    try {
      return !intent.mesh().network().contains(Ipv4.parse(host));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
