package io.meshinfra.session;

import io.meshinfra.model.NodeName;
import java.time.Instant;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What somebody may do who shows a certain token; the secret itself is not in it.
 *
 * @param id names the token in lists and events; it opens nothing
 * @param session whose contract limits it
 * @param nodes that may be reconciled; empty for none
 */
public record AgentToken(
    String id,
    AgentName agent,
    Optional<SessionId> session,
    Scope scope,
    SortedSet<NodeName> nodes,
    Instant issuedAt,
    Instant expiresAt) {
  public AgentToken {
    nodes = Collections.unmodifiableSortedSet(new TreeSet<>(nodes));
  }

  /** What may be asked. */
  public enum Scope {
    /** What the hub knows, and nothing that changes anything. */
    READ,
    /** That, and passes over the named nodes. */
    RECONCILE,
    /** SSH certificates and nothing else; the token is one of a person. */
    LOGIN;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** By the clock of the hub; also a token with a longer life in the journal ends in a day. */
  public boolean isOver(Instant now) {
    return !now.isBefore(expiresAt) || !now.isBefore(issuedAt.plus(SessionContract.LONGEST_LIFE));
  }

  /** Whether a person has it, who is named as an agent would be. */
  public boolean isPersons() {
    return scope == Scope.LOGIN;
  }

  /** In whose name something is done, for events. */
  public String owner() {
    return "%s %s (token %s%s)"
        .formatted(
            isPersons() ? "person" : "agent",
            agent,
            id,
            session.map(s -> ", session " + s).orElse(""));
  }
}
