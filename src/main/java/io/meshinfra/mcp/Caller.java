package io.meshinfra.mcp;

import io.meshinfra.reconcile.agent.AgentTokens;
import io.meshinfra.session.AgentToken;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Who asks, by the token of this very request. */
@Singleton
final class Caller {
  private final SecurityIdentity identity;

  Caller(SecurityIdentity identity) {
    this.identity = identity;
  }

  /** Empty when the operator asks. */
  Optional<AgentToken> agent() {
    return Optional.ofNullable(identity.getAttribute(AgentTokens.ATTRIBUTE));
  }

  boolean has(String role) {
    return identity.hasRole(role);
  }
}
