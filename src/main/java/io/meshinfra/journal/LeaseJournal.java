package io.meshinfra.journal;

import io.meshinfra.model.FencingToken;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The lease as a row of the database, by the clock of the database: the clocks of the hubs may
 * differ. It is not behind the fence that it arms.
 */
public final class LeaseJournal implements Leases {
  /** After which a hub that is not heard of any more is forgotten. */
  private static final Duration FORGOTTEN = Duration.ofDays(1);

  private static final String HUBS =
      "select h.id, h.name, h.started_at, h.seen_at, l.token, l.taken_at, l.expires_at"
          + " from hub h left join hub_lease l on l.holder = h.id";

  private final Database database;
  private final Fence fence;
  private volatile Optional<Boolean> shared = Optional.empty();

  LeaseJournal(Database database, Fence fence) {
    this.database = database;
    this.fence = fence;
  }

  @Override
  public boolean isShared() {
    if (shared.isEmpty()) {
      shared = Optional.of(database.isPostgres());
    }
    return shared.get();
  }

  @Override
  public Taking take(HubId hub, Duration length) {
    boolean shared = isShared();
    Taking taking = database.unfenced(connection -> take(connection, hub, length, shared));
    if (shared) {
      switch (taking) {
        case Taking.Mine mine -> fence.hold(mine.token());
        case Taking.Others others -> fence.standBy(others.hub());
      }
    }
    return taking;
  }

  private static Taking take(Connection connection, HubId hub, Duration length, boolean shared)
      throws SQLException {
    Instant now = now(connection);
    seen(connection, hub, now);
    Held held = held(connection);
    boolean free =
        !shared || held.holder().isEmpty() || !held.until().map(now::isBefore).orElse(false);
    Optional<Instant> until = shared ? Optional.of(now.plus(length)) : Optional.empty();
    FencingToken next = new FencingToken(held.token() + 1);
    boolean taken =
        free
            && Database.update(
                    connection,
                    "update hub_lease set token = ?, holder = ?, taken_at = ?, expires_at = ?"
                        + " where token = ? and (expires_at is null or holder is null"
                        + " or expires_at <= ?)",
                    next.number(),
                    hub.id(),
                    now,
                    Row.instantOrNull(until),
                    held.token(),
                    now)
                > 0;
    if (!taken) {
      return others(connection, now);
    }
    if (!shared) {
      Database.update(connection, "delete from hub where id <> ?", hub.id());
    }
    AuditJournal.append(connection, now, taken(hub, next, held.holder()));
    return new Taking.Mine(next);
  }

  private static Deed taken(HubId hub, FencingToken token, Optional<String> before) {
    String from = before.map(name -> ", after " + name).orElse("");
    return Deed.done(
        Deed.By.hub("start"), "hub-in-charge", hub + ", fencing token " + token + from);
  }

  /** Somebody may have given it up or let it run out just now: then the next try takes it. */
  private static Taking others(Connection connection, Instant now) throws SQLException {
    Held held = held(connection);
    return new Taking.Others(
        held.holder().orElse("another hub that has just gone"), held.until().orElse(now));
  }

  /**
   * @param holder its name
   */
  private record Held(long token, Optional<String> holder, Optional<Instant> until) {}

  private static Held held(Connection connection) throws SQLException {
    return Database.list(
            connection,
            row ->
                new Held(
                    row.number("token"), row.maybeText("holder"), row.maybeInstant("expires_at")),
            "select l.token, coalesce(h.name, l.holder) as holder, l.expires_at"
                + " from hub_lease l left join hub h on h.id = l.holder")
        .getFirst();
  }

  @Override
  public boolean renew(HubId hub, FencingToken token, Duration length) {
    boolean shared = isShared();
    return database.unfenced(connection -> {
      Instant now = now(connection);
      seen(connection, hub, now);
      Optional<Instant> until = shared ? Optional.of(now.plus(length)) : Optional.empty();
      return Database.update(
              connection,
              "update hub_lease set expires_at = ? where token = ? and holder = ?",
              Row.instantOrNull(until),
              token.number(),
              hub.id())
          > 0;
    });
  }

  @Override
  public void giveUp(HubId hub, FencingToken token) {
    database.unfenced(connection -> {
      Database.update(
          connection,
          "update hub_lease set holder = null, expires_at = null where token = ? and holder = ?",
          token.number(),
          hub.id());
      Database.update(connection, "delete from hub where id = ?", hub.id());
      return null;
    });
  }

  @Override
  public FencingToken raise(
      HubId hub, FencingToken token, FencingToken above, Deed.By by, String why) {
    FencingToken next = new FencingToken(Math.max(token.number(), above.number()) + 1);
    return fence.exchange(() ->
        database.unfenced(connection ->
            raise(
                connection,
                hub,
                token,
                next,
                Deed.done(
                    by, "fencing-token-raised", "from %s to %s: %s".formatted(token, next, why)))));
  }

  private static FencingToken raise(
      Connection connection, HubId hub, FencingToken token, FencingToken next, Deed deed)
      throws SQLException {
    int raised =
        Database.update(
            connection,
            "update hub_lease set token = ? where token = ? and holder = ?",
            next.number(),
            token.number(),
            hub.id());
    if (raised == 0) {
      throw new JournalUnavailable("another hub has taken over meanwhile", null);
    }
    AuditJournal.append(connection, now(connection), deed);
    return next;
  }

  /**
   * To be told of a database that was put back from a backup: the hub that it is a copy of may have
   * gone on, and nodes have seen larger tokens than there are in it.
   *
   * @param leap how often hubs may have taken over since the backup was made
   */
  public void restored(long leap, Deed.By by, String detail) {
    database.unfenced(connection -> {
      Database.update(
          connection,
          "update hub_lease set token = token + ?, holder = null, expires_at = null",
          leap);
      AuditJournal.append(connection, now(connection), Deed.done(by, "hub-restored", detail));
      return null;
    });
  }

  /** All hubs that were heard of within a day, whoever is in charge first. */
  public List<HubId.Seen> hubs() {
    return database.list(
        LeaseJournal::read, HUBS + " order by case when l.token is null then 1 else 0 end, h.name");
  }

  @Override
  public Optional<HubId.Seen> holder() {
    return hubs().stream().filter(hub -> hub.lease().isPresent()).findFirst();
  }

  private static HubId.Seen read(Row row) throws SQLException {
    Optional<Instant> taken = row.maybeInstant("taken_at");
    Optional<Lease> lease =
        taken.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Lease(
                    new FencingToken(row.number("token")),
                    taken.get(),
                    row.maybeInstant("expires_at")));
    return new HubId.Seen(
        new HubId(row.text("id"), row.text("name")),
        row.instant("started_at"),
        row.instant("seen_at"),
        lease);
  }

  private static void seen(Connection connection, HubId hub, Instant now) throws SQLException {
    Database.update(
        connection,
        "delete from hub where seen_at < ? and id not in"
            + " (select holder from hub_lease where holder is not null)",
        now.minus(FORGOTTEN));
    int known =
        Database.update(connection, "update hub set seen_at = ? where id = ?", now, hub.id());
    if (known == 0) {
      Database.update(
          connection,
          "insert into hub (id, name, started_at, seen_at) values (?, ?, ?, ?)",
          hub.id(),
          Bounded.word(hub.name()),
          now,
          now);
    }
  }

  private static Instant now(Connection connection) throws SQLException {
    return Database.list(
            connection, row -> row.instant("now_at"), "select current_timestamp as now_at")
        .getFirst();
  }
}
