package io.meshinfra.rest.guard;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.credential.TokenCredential;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;

/** Takes the token from {@code Authorization: Bearer}. */
@Singleton
final class BearerToken implements HttpAuthenticationMechanism {
  private static final String SCHEME = "Bearer ";
  private static final CharSequence CHALLENGE = "WWW-Authenticate";

  /** Why the token that was shown opens nothing; kept with the request. */
  private static final String REASON = "mesh.token.reason";

  /**
   * A wrong token is as good as none: what is open to all stays open, the rest asks for a token.
   */
  @Override
  public Uni<SecurityIdentity> authenticate(
      RoutingContext context, IdentityProviderManager identities) {
    String header = context.request().getHeader(HttpHeaders.AUTHORIZATION);
    if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Uni.createFrom().nullItem();
    }
    TokenCredential given =
        new TokenCredential(header.substring(SCHEME.length()).strip(), "bearer");
    return identities
        .authenticate(new TokenAuthenticationRequest(given))
        .onFailure(AuthenticationFailedException.class)
        .invoke(failure -> context.put(REASON, failure.getMessage()))
        .onFailure(AuthenticationFailedException.class)
        .recoverWithNull();
  }

  @Override
  public Uni<ChallengeData> getChallenge(RoutingContext context) {
    return Uni.createFrom().item(new ChallengeData(401, Map.of(CHALLENGE, "Bearer")));
  }

  @Override
  public Uni<Boolean> sendChallenge(RoutingContext context) {
    boolean given = context.request().getHeader(HttpHeaders.AUTHORIZATION) != null;
    String reason = context.get(REASON, "this is not the token of this hub");
    ProblemBody.of(
            401,
            given
                ? reason + "; the operator's is in the file `token` in the home of the hub"
                : "say Authorization: Bearer TOKEN; the token is in the file `token` in the hub's"
                    + " home")
        .end(context, CHALLENGE, "Bearer");
    return Uni.createFrom().item(true);
  }

  @Override
  public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
    return Set.of(TokenAuthenticationRequest.class);
  }
}
