package io.meshinfra.reconcile.agent;

import io.meshinfra.journal.TokenJournal;
import io.meshinfra.journal.TokenJournal.Kept;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Printable;
import io.meshinfra.session.AgentName;
import io.meshinfra.session.AgentToken;
import io.meshinfra.session.AgentToken.Scope;
import io.meshinfra.session.SessionContract;
import io.meshinfra.session.SessionId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/** Issues tokens to agents, knows them again, and ends them. */
public final class AgentTokens {
  /** Where a door keeps the token of whoever asks, beside its identity. */
  public static final String ATTRIBUTE = "mesh.agent-token";

  private static final int MOST_LISTED = 500;

  /** Of equal cost whether there is such a token or not. */
  private static final String NO_DIGEST = "0".repeat(64);

  private final TokenJournal journal;
  private final ContractRegister contracts;
  private final AgentEvents events;
  private final Clock clock;
  private final RandomGenerator random;

  AgentTokens(
      TokenJournal journal,
      ContractRegister contracts,
      AgentEvents events,
      Clock clock,
      RandomGenerator random) {
    this.journal = journal;
    this.contracts = contracts;
    this.events = events;
    this.clock = clock;
    this.random = random;
  }

  /**
   * A token that somebody wants for an agent.
   *
   * @param nodes that may be reconciled; of the contract when none is named
   */
  public record Wish(
      AgentName agent,
      Optional<SessionId> session,
      Scope scope,
      List<NodeName> nodes,
      Duration life) {
    public Wish {
      nodes = List.copyOf(nodes);
    }
  }

  /**
   * A new token.
   *
   * @param shown what its owner shows; it is told once and kept nowhere
   */
  public record Issued(AgentToken token, String shown) {
    @Override
    public String toString() {
      return "Issued[" + token + "]";
    }
  }

  /** What becomes of a token that is shown. */
  public sealed interface Presented {
    /** It is good now. */
    record Known(AgentToken token) implements Presented {}

    /** It opens nothing. */
    record Unknown(String reason) implements Presented {}
  }

  /**
   * @throws AgentRefusal when the wish goes beyond what a contract allows
   */
  public Issued issue(Wish wish, String by) {
    Instant now = clock.instant();
    Instant expires = now.plus(checked(wish.life()));
    Optional<SessionContract> contract = wish.session().map(contracts::living);
    contract.ifPresent(c -> checkAgent(wish, c));
    AgentToken token =
        new AgentToken(
            "",
            wish.agent(),
            wish.session(),
            wish.scope(),
            nodes(wish, contract),
            now,
            contract.map(c -> c.life().expires()).filter(expires::isAfter).orElse(expires));
    return keep(token, by);
  }

  private static Duration checked(Duration life) {
    if (life.isNegative() || life.isZero() || life.compareTo(SessionContract.LONGEST_LIFE) > 0) {
      throw new AgentRefusal.NotPossible("a token lives at most 24 hours; issue a new one then");
    }
    return life;
  }

  private static void checkAgent(Wish wish, SessionContract contract) {
    if (!contract.agent().equals(wish.agent())) {
      throw new AgentRefusal.NotPossible(
          "the contract %s is one of agent %s, not of %s"
              .formatted(contract.id(), contract.agent(), wish.agent()));
    }
  }

  private static SortedSet<NodeName> nodes(Wish wish, Optional<SessionContract> contract) {
    if (wish.scope() == Scope.LOGIN && contract.isPresent()) {
      throw new AgentRefusal.NotPossible(
          "scope login is for people, and a session is for an agent; agents get certificates with"
              + " their token for the session");
    }
    if (wish.scope() != Scope.RECONCILE) {
      if (!wish.nodes().isEmpty()) {
        throw new AgentRefusal.NotPossible("nodes are named for scope reconcile only");
      }
      return new TreeSet<>();
    }
    SessionContract allowing =
        contract.orElseThrow(() ->
            new AgentRefusal.NotPossible(
                "scope reconcile needs a session: its contract says which nodes"));
    if (!allowing.reconcile()) {
      throw new AgentRefusal.NotPossible(
          "the contract %s does not say reconcile: true".formatted(allowing.id()));
    }
    TreeSet<NodeName> nodes =
        new TreeSet<>(wish.nodes().isEmpty() ? allowing.limits().nodes().names() : wish.nodes());
    if (nodes.isEmpty()) {
      throw new AgentRefusal.NotPossible("name the nodes: the contract has a selector only");
    }
    return nodes;
  }

  private Issued keep(AgentToken wanted, String by) {
    while (true) {
      TokenSecret secret = TokenSecret.random(random);
      AgentToken token =
          new AgentToken(
              secret.id(),
              wanted.agent(),
              wanted.session(),
              wanted.scope(),
              wanted.nodes(),
              wanted.issuedAt(),
              wanted.expiresAt());
      if (journal.issue(token, secret.digest(), by)) {
        events.tell(
            "token-issued",
            "to %s, scope %s, until %s, by %s"
                .formatted(
                    token.owner(), token.scope().word(), token.expiresAt(), Printable.line(by)));
        return new Issued(token, secret.shown());
      }
    }
  }

  /** Whose token that is; fails closed. */
  public Presented present(String shown) {
    Optional<TokenSecret> secret = TokenSecret.parse(shown);
    if (secret.isEmpty()) {
      return new Presented.Unknown("this is not the token of this hub, and none that it issued");
    }
    Optional<Kept> kept = journal.find(secret.get().id());
    boolean fits = secret.get().fits(kept.map(Kept::digest).orElse(NO_DIGEST));
    if (kept.isEmpty() || !fits) {
      return new Presented.Unknown("this is not the token of this hub, and none that it issued");
    }
    return judged(kept.get());
  }

  private Presented judged(Kept kept) {
    if (kept.revoked().isPresent()) {
      return new Presented.Unknown("this token was revoked at " + kept.revoked().get().at());
    }
    if (kept.token().isOver(clock.instant())) {
      return new Presented.Unknown(
          "this token expired at %s, and the operator issues another: mesh token issue %s %s"
              .formatted(
                  kept.token().expiresAt(),
                  kept.token().isPersons() ? "--person" : "--agent",
                  kept.token().agent()));
    }
    return new Presented.Known(kept.token());
  }

  /** Those that have not expired yet, the last issued first. */
  public List<Kept> living() {
    return journal.living(clock.instant(), MOST_LISTED);
  }

  /**
   * Whether it was good until now.
   *
   * @throws AgentRefusal.NotThere when there is no such token
   */
  public boolean revoke(String id, String by) {
    Kept kept =
        journal
            .find(id)
            .orElseThrow(
                () -> new AgentRefusal.NotThere("no token " + Printable.quote(id) + "; list them"));
    boolean was = journal.revoke(id, by);
    if (was) {
      events.tell(
          "token-revoked", "of %s, by %s".formatted(kept.token().owner(), Printable.line(by)));
    }
    return was;
  }
}
