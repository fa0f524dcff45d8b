package io.meshinfra.secret.infisical;

import io.meshinfra.secret.Resolution;
import io.meshinfra.secret.Resolution.Resolved;
import io.meshinfra.secret.Resolution.Unresolvable;
import io.meshinfra.secret.Secret;
import io.meshinfra.secret.SecretServer;
import io.meshinfra.secret.server.Answer;
import io.meshinfra.secret.server.Credential;
import io.meshinfra.secret.server.Line;
import java.util.Map;

/**
 * How the hub comes: with a token that somebody else renews, or as a machine identity that logs in
 * for each question. Tokens are not kept: what was taken back on the server must not go on here.
 */
record Login(SecretServer server, Line line) {

  Resolution token() {
    if (server.credentials().containsKey("token")) {
      return Credential.of(server, "token");
    }
    return switch (Credential.of(server, "client-id")) {
      case Resolved(Secret id) ->
          switch (Credential.of(server, "client-secret")) {
            case Resolved(Secret secret) -> login(id, secret);
            case Unresolvable missing -> missing;
          };
      case Unresolvable missing -> missing;
    };
  }

  private Resolution login(Secret id, Secret secret) {
    Map<String, String> body = Map.of("clientId", id.reveal(), "clientSecret", secret.reveal());
    return switch (line.post("/api/v1/auth/universal-auth/login", body)) {
      case Answer.Told told when told.body().path("accessToken").asText("").isEmpty() ->
          new Unresolvable(line.host() + " gave no token for the identity of the hub");
      case Answer.Told told -> new Resolved(Secret.of(told.body().path("accessToken").asText()));
      case Answer.Refused refused ->
          new Unresolvable(
              "%s refused the login of the hub with status %d"
                  .formatted(line.host(), refused.status()));
      case Answer.Silent silent -> new Unresolvable(silent.reason());
    };
  }
}
