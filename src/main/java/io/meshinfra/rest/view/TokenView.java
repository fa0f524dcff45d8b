package io.meshinfra.rest.view;

import io.meshinfra.journal.TokenJournal;
import io.meshinfra.model.NodeName;
import io.meshinfra.reconcile.agent.AgentTokens;
import io.meshinfra.session.AgentToken;
import io.meshinfra.session.SessionId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A token of an agent; its secret is not in it. */
@Schema(name = "AgentToken")
public record TokenView(
    String id,
    String agent,
    Optional<String> session,
    @Schema(enumeration = {"read", "reconcile", "login"}) String scope,
    @Schema(description = "that may be reconciled") List<String> nodes,
    Instant issuedAt,
    Instant expiresAt,
    Optional<String> issuedBy,
    Optional<Instant> revokedAt) {
  public TokenView {
    nodes = List.copyOf(nodes);
  }

  /** Tokens that have not expired yet, the last issued first. */
  @Schema(name = "AgentTokens")
  public record Tokens(List<TokenView> tokens) {
    public Tokens {
      tokens = List.copyOf(tokens);
    }
  }

  /** A new token. */
  @Schema(name = "IssuedToken")
  public record IssuedView(
      TokenView token,
      @Schema(description = "what the agent shows; told this once") String secret) {
    public static IssuedView of(AgentTokens.Issued issued) {
      return new IssuedView(
          TokenView.of(issued.token(), Optional.empty(), Optional.empty()), issued.shown());
    }

    @Override
    public String toString() {
      return "IssuedView[" + token + "]";
    }
  }

  public static TokenView of(TokenJournal.Kept kept) {
    return of(
        kept.token(), Optional.of(kept.issuedBy()), kept.revoked().map(TokenJournal.Revoked::at));
  }

  private static TokenView of(
      AgentToken token, Optional<String> issuedBy, Optional<Instant> revokedAt) {
    return new TokenView(
        token.id(),
        token.agent().value(),
        token.session().map(SessionId::value),
        token.scope().word(),
        token.nodes().stream().map(NodeName::value).toList(),
        token.issuedAt(),
        token.expiresAt(),
        issuedBy,
        revokedAt);
  }
}
