package io.meshinfra.reconcile.identity;

import io.meshinfra.model.Printable;
import io.meshinfra.network.identity.Asker;
import io.meshinfra.network.intent.Holder;
import io.meshinfra.reconcile.agent.AgentRefusal;
import io.meshinfra.reconcile.agent.ContractRegister;
import io.meshinfra.session.AgentToken;
import io.meshinfra.session.SessionContract;
import io.meshinfra.session.SessionId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Tells who asks for a certificate, and what limits it, by its token. */
public final class Askers {
  private static final int LONGEST_NAME = 64;

  private final Function<SessionId, SessionContract> living;

  /**
   * @param living the contract of a session that counts now, or an {@link AgentRefusal}
   */
  Askers(Function<SessionId, SessionContract> living) {
    this.living = living;
  }

  public static Askers of(ContractRegister contracts) {
    return new Askers(contracts::counting);
  }

  /**
   * Whoever has the hub's own token.
   *
   * @param name as that person says; it proves nothing
   */
  public static Asker operator(String name) {
    String plain = Printable.line(name).replaceAll("[^A-Za-z0-9._@-]", "_");
    String bounded = plain.substring(0, Math.min(plain.length(), LONGEST_NAME));
    return new Asker(
        new Holder.Operator(), "operator:" + bounded, Optional.empty(), Optional.empty());
  }

  /** How the owner of a token is named in its certificates. */
  public static String keyId(AgentToken token) {
    return token.isPersons()
        ? "person:" + token.agent()
        : "agent:" + token.agent() + token.session().map(id -> ":" + id).orElse("");
  }

  /**
   * The owner of a token.
   *
   * @throws AgentRefusal when it is an agent without a contract that counts
   */
  public Asker of(AgentToken token) {
    if (token.isPersons()) {
      return new Asker(
          new Holder.Person(token.agent().value()),
          keyId(token),
          Optional.of(token.expiresAt()),
          Optional.empty());
    }
    SessionContract contract =
        token
            .session()
            .map(living)
            .orElseThrow(() ->
                new AgentRefusal.NotAllowed(
                    "an agent gets a certificate for a session whose contract names principals;"
                        + " this token is for none"));
    if (!contract.agent().equals(token.agent())) {
      throw new AgentRefusal.NotAllowed("the contract is one of agent " + contract.agent());
    }
    Instant end = contract.life().expires();
    return new Asker(
        new Holder.Agent(token.agent().value()),
        keyId(token),
        Optional.of(end.isBefore(token.expiresAt()) ? end : token.expiresAt()),
        Optional.of(Set.copyOf(contract.limits().principals())));
  }
}
