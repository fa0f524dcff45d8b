package io.meshinfra.journal;

import io.meshinfra.model.NodeName;
import io.meshinfra.session.AgentName;
import io.meshinfra.session.AgentToken;
import io.meshinfra.session.SessionId;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Tokens of agents; of their secrets only a digest. */
public final class TokenJournal {
  private static final String ALL =
      "select id, digest, agent, contract, scope, nodes, issued_by, issued_at, expires_at,"
          + " revoked_by, revoked_at from agent_token";

  private final Database database;
  private final Clock clock;

  TokenJournal(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * A token with what only the hub needs to know.
   *
   * @param digest SHA-256 of the secret, in hexadecimal digits
   */
  public record Kept(AgentToken token, String digest, String issuedBy, Optional<Revoked> revoked) {
    /** Nothing of the digest. */
    @Override
    public String toString() {
      return "Kept[" + token + "]";
    }
  }

  /** Somebody ended it. */
  public record Revoked(String by, Instant at) {}

  /** False when there is one of that id. */
  public boolean issue(AgentToken token, String digest, String by) {
    return database.insertOnceAudited(
        clock.instant(),
        Deed.done(
            Deed.By.person(by),
            "token-issued",
            "%s to %s, scope %s, until %s"
                .formatted(token.id(), token.owner(), token.scope().word(), token.expiresAt())),
        "insert into agent_token (id, digest, agent, contract, scope, nodes, issued_by, issued_at,"
            + " expires_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        token.id(),
        digest,
        token.agent(),
        token.session(),
        token.scope().name(),
        token.nodes().stream().map(NodeName::value).collect(Collectors.joining(" ")),
        Bounded.line(by),
        token.issuedAt(),
        token.expiresAt());
  }

  public Optional<Kept> find(String id) {
    return database.first(TokenJournal::read, ALL + " where id = ?", id);
  }

  /** Those that have not expired yet, also revoked ones; the last issued first. */
  public List<Kept> living(Instant now, int limit) {
    return database.list(
        TokenJournal::read,
        ALL + " where expires_at > ? order by issued_at desc, id limit ?",
        now,
        limit);
  }

  /** Whether it was good until now. */
  public boolean revoke(String id, String by) {
    Instant now = clock.instant();
    return database.audited(
            now,
            Deed.done(Deed.By.person(by), "token-revoked", id),
            "update agent_token set revoked_by = ?, revoked_at = ?"
                + " where id = ? and revoked_at is null",
            Bounded.line(by),
            now,
            id)
        > 0;
  }

  private static Kept read(Row row) throws SQLException {
    AgentToken token =
        new AgentToken(
            row.text("id"),
            new AgentName(row.text("agent")),
            row.maybeText("contract").map(SessionId::new),
            AgentToken.Scope.valueOf(row.text("scope")),
            nodes(row.text("nodes")),
            row.instant("issued_at"),
            row.instant("expires_at"));
    Optional<Instant> revokedAt = row.maybeInstant("revoked_at");
    Optional<Revoked> revoked =
        revokedAt.isEmpty()
            ? Optional.empty()
            : Optional.of(new Revoked(row.text("revoked_by"), revokedAt.get()));
    return new Kept(token, row.text("digest"), row.text("issued_by"), revoked);
  }

  private static SortedSet<NodeName> nodes(String words) {
    SortedSet<NodeName> nodes = new TreeSet<>();
    for (String word : words.split(" ")) {
      if (!word.isEmpty()) {
        nodes.add(new NodeName(word));
      }
    }
    return nodes;
  }
}
