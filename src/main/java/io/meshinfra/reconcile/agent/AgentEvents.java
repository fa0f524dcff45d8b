package io.meshinfra.reconcile.agent;

import io.meshinfra.model.NodeName;
import java.util.Optional;

/** Tells what agents were allowed and what they did. */
@FunctionalInterface
public interface AgentEvents {
  void tell(String type, Optional<NodeName> node, String message);

  /** Of no single node. */
  default void tell(String type, String message) {
    tell(type, Optional.empty(), message);
  }
}
