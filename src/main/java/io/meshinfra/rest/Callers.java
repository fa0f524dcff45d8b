package io.meshinfra.rest;

import io.meshinfra.journal.Deed;
import io.meshinfra.reconcile.agent.AgentTokens;
import io.meshinfra.rest.view.Requests;
import io.meshinfra.session.AgentToken;
import io.quarkus.security.identity.SecurityIdentity;
import java.util.Optional;

/** In whose name something is asked: an agent by its token, an operator by what the caller says. */
final class Callers {
  static final String UNNAMED = "somebody with the token";

  private Callers() {}

  static String of(Requests.OnBehalf request) {
    Optional<String> by = request == null ? Optional.empty() : request.by();
    return Input.one(input -> input.text("by", by, UNNAMED));
  }

  /** Who asks, for the audit; the token of an operator does not say whose it is. */
  static Deed.By by(SecurityIdentity caller) {
    return agent(caller)
        .map(token ->
            token.isPersons() ? Deed.By.person(token.owner()) : Deed.By.agent(token.owner()))
        .orElseGet(() -> Deed.By.person(UNNAMED));
  }

  /** The token of an agent; empty when the operator asks. */
  static Optional<AgentToken> agent(SecurityIdentity caller) {
    return Optional.ofNullable(caller.getAttribute(AgentTokens.ATTRIBUTE));
  }
}
