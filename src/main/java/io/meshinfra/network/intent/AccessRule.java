package io.meshinfra.network.intent;

import io.meshinfra.desired.yaml.Position;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * One thing that is allowed.
 *
 * @param at where it is written
 * @param rate of new connections of one address; without it there is no limit
 */
public record AccessRule(
    Label name,
    Position at,
    NodeSelection from,
    NodeSelection to,
    PortList ports,
    Set<Protocol> protocols,
    Optional<Rate> rate) {
  public AccessRule {
    protocols = Collections.unmodifiableSet(EnumSet.copyOf(protocols));
  }
}
