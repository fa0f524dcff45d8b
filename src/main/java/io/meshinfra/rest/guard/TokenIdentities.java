package io.meshinfra.rest.guard;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** Whoever has the token is the operator. */
@Singleton
final class TokenIdentities implements IdentityProvider<TokenAuthenticationRequest> {
  private static final SecurityIdentity OPERATOR =
      QuarkusSecurityIdentity.builder()
          .setPrincipal(new QuarkusPrincipal("operator"))
          .addRole("operator")
          .build();

  private final ApiToken token;

  TokenIdentities(ApiToken token) {
    this.token = token;
  }

  @Override
  public Class<TokenAuthenticationRequest> getRequestType() {
    return TokenAuthenticationRequest.class;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      TokenAuthenticationRequest request, AuthenticationRequestContext context) {
    return token.is(request.getToken().getToken())
        ? Uni.createFrom().item(OPERATOR)
        : Uni.createFrom().failure(new AuthenticationFailedException("not the token of this hub"));
  }
}
