package io.meshinfra.network.matrix;

import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.Protocol;
import java.util.List;
import java.util.Optional;

/**
 * Why a flow is allowed, or that nothing allows it.
 *
 * @param by the first rule that frees it, else all that let some of it through; none when it is
 *     denied
 */
public record Decision(List<Grant> by) {
  public Decision {
    by = List.copyOf(by);
  }

  public static Decision of(
      List<Grant> grants, Peer from, NodeName to, Protocol protocol, int port) {
    List<Grant> matching =
        grants.stream().filter(grant -> grant.allows(from, to, protocol, port)).toList();
    return new Decision(
        matching.stream()
            .filter(grant -> grant.rate().isEmpty())
            .findFirst()
            .map(List::of)
            .orElse(matching));
  }

  public Optional<Permit> permit() {
    return by.stream().map(Grant::permit).reduce(Permit::or);
  }
}
