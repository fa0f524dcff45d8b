package io.meshinfra.rest.guard;

import io.meshinfra.reconcile.agent.AgentTokens;
import io.meshinfra.reconcile.agent.AgentTokens.Presented;
import io.meshinfra.reconcile.agent.Agents;
import io.meshinfra.reconcile.agent.Roles;
import io.meshinfra.session.AgentToken;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.time.Instant;

/** Whoever has the hub's token is the operator; an agent or a person has one of its own. */
@Singleton
final class TokenIdentities implements IdentityProvider<TokenAuthenticationRequest> {
  private static final SecurityIdentity OPERATOR =
      QuarkusSecurityIdentity.builder()
          .setPrincipal(new QuarkusPrincipal("operator"))
          .addRole(Roles.OPERATOR)
          .build();

  private final ApiToken token;
  private final Provider<Agents> agents;

  /**
   * @param agents asked for at the first request only: the hub is made after its token
   */
  TokenIdentities(ApiToken token, Provider<Agents> agents) {
    this.token = token;
    this.agents = agents;
  }

  @Override
  public Class<TokenAuthenticationRequest> getRequestType() {
    return TokenAuthenticationRequest.class;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      TokenAuthenticationRequest request, AuthenticationRequestContext context) {
    String shown = request.getToken().getToken();
    return switch (token.worth(shown)) {
      case OperatorToken.Worth.Good good -> Uni.createFrom().item(OPERATOR);
      case OperatorToken.Worth.Over(Instant end) ->
          Uni.createFrom()
              .failure(
                  new AuthenticationFailedException(
                      "this was the operator's token until %s, and the hub has replaced it"
                          .formatted(end)));
      case OperatorToken.Worth.Another another -> context.runBlocking(() -> agent(shown));
    };
  }

  private SecurityIdentity agent(String shown) {
    return switch (agents.get().tokens().present(shown)) {
      case Presented.Known known -> identity(known.token());
      case Presented.Unknown unknown -> throw new AuthenticationFailedException(unknown.reason());
    };
  }

  private static SecurityIdentity identity(AgentToken token) {
    QuarkusSecurityIdentity.Builder identity =
        QuarkusSecurityIdentity.builder()
            .setPrincipal(new QuarkusPrincipal(token.owner()))
            .addAttribute(AgentTokens.ATTRIBUTE, token);
    return switch (token.scope()) {
      case READ -> identity.addRole(Roles.AGENT).build();
      case RECONCILE -> identity.addRole(Roles.AGENT).addRole(Roles.RECONCILER).build();
      case LOGIN -> identity.addRole(Roles.PERSON).build();
    };
  }
}
