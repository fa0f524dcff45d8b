package io.meshinfra.forge.client;

import io.meshinfra.forge.Answer;
import io.meshinfra.forge.ForgeSettings;
import io.meshinfra.model.SecretRef;
import io.meshinfra.secret.Resolution;
import io.meshinfra.secret.Secret;
import io.meshinfra.secret.Secrets;

/** A token that somebody made on the forge's page. It is resolved anew for every request. */
public record TokenCredentials(SecretRef token, Secrets secrets) implements Credentials {
  /** A refusal when no token is set. */
  public static Answer<Credentials> of(ForgeSettings settings, Secrets secrets) {
    return settings
        .token()
        .<Answer<Credentials>>map(token -> Answer.of(new TokenCredentials(token, secrets)))
        .orElseGet(() ->
            new Answer.Refused<>(
                "the forge wants to know who asks: set mesh.forge.token to where a token is, like"
                    + " file:/etc/mesh/forge-token or env:FORGE_TOKEN"));
  }

  @Override
  public Answer<Secret> current() {
    return switch (secrets.resolve(token)) {
      case Resolution.Resolved resolved -> Answer.of(resolved.secret());
      case Resolution.Unresolvable missing ->
          new Answer.Refused<>("the token of mesh.forge.token: " + missing.reason());
    };
  }

  @Override
  public void refused() {
    // Nothing is kept.
  }

  @Override
  public String setting() {
    return "the token of mesh.forge.token";
  }
}
