package io.meshinfra.journal;

import io.meshinfra.model.Content;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.ResourceId;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Who works on which node by hand, and what is held because somebody changed it. */
public final class BreakGlassJournal {
  private final Database database;
  private final Clock clock;

  BreakGlassJournal(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Somebody begins. When one on the node is open already, it goes on with the new end and what
   * differed before its beginning.
   */
  public void open(
      NodeName node, String reason, String by, Instant until, Collection<String> before) {
    Instant now = clock.instant();
    Deed deed =
        Deed.done(Deed.By.person(by), "break-glass-opened", "until " + until + ": " + reason);
    database.transaction(connection -> {
      AuditJournal.append(connection, now, deed.at(node));
      Optional<BreakGlass> open = uncaptured(connection, node);
      if (open.isPresent()) {
        Database.update(
            connection,
            "update break_glass set until = ?, reason = ?, opened_by = ? where seq = ?",
            until,
            Bounded.line(reason),
            Bounded.line(by),
            open.get().number());
        return null;
      }
      Database.update(
          connection,
          "insert into break_glass (node, reason, opened_by, opened_at, until)"
              + " values (?, ?, ?, ?, ?)",
          node,
          Bounded.line(reason),
          Bounded.line(by),
          now,
          until);
      long number = uncaptured(connection, node).orElseThrow().number();
      List<Object[]> rows =
          new HashSet<>(before).stream().map(key -> new Object[] {number, key}).toList();
      Database.batch(
          connection, "insert into break_glass_before (glass, digest) values (?, ?)", rows);
      return null;
    });
  }

  /** The one on the node of which nobody has looked yet what came of it. */
  public Optional<BreakGlass> uncaptured(NodeName node) {
    return database.transaction(connection -> uncaptured(connection, node));
  }

  private static Optional<BreakGlass> uncaptured(Connection connection, NodeName node)
      throws SQLException {
    Optional<BreakGlass> bare =
        Database.list(
                connection,
                BreakGlassJournal::read,
                "select seq, node, reason, opened_by, opened_at, until from break_glass"
                    + " where node = ? and captured_at is null order by seq desc limit 1",
                node)
            .stream()
            .findFirst();
    if (bare.isEmpty()) {
      return bare;
    }
    BreakGlass glass = bare.get();
    Set<String> before =
        new HashSet<>(
            Database.list(
                connection,
                row -> row.text("digest"),
                "select digest from break_glass_before where glass = ?",
                glass.number()));
    return Optional.of(
        new BreakGlass(
            glass.number(),
            glass.node(),
            glass.reason(),
            glass.by(),
            glass.since(),
            glass.until(),
            before));
  }

  private static BreakGlass read(Row row) throws SQLException {
    return new BreakGlass(
        row.number("seq"),
        new NodeName(row.text("node")),
        row.text("reason"),
        row.text("opened_by"),
        row.instant("opened_at"),
        row.instant("until"),
        Set.of());
  }

  /** It has ended, and this is what was changed meanwhile: held from now on. */
  public void capture(BreakGlass glass, Collection<BreakGlass.Held> changed) {
    Instant now = clock.instant();
    Deed deed =
        Deed.done(
            Deed.By.hub("loop"),
            "break-glass-ended",
            "of " + glass.by() + "; changed meanwhile: " + changed.size());
    database.transaction(connection -> {
      int ended =
          Database.update(
              connection,
              "update break_glass set captured_at = ? where seq = ? and captured_at is null",
              now,
              glass.number());
      if (ended == 1) {
        AuditJournal.append(connection, now, deed.at(glass.node()));
        for (BreakGlass.Held held : changed) {
          hold(connection, glass.node(), held);
        }
      }
      return null;
    });
  }

  private static void hold(Connection connection, NodeName node, BreakGlass.Held held)
      throws SQLException {
    Database.update(
        connection,
        "delete from break_glass_held where node = ? and digest = ?",
        node,
        digest(held.resource()));
    Database.update(
        connection,
        "insert into break_glass_held (node, digest, resource, detail, reason, held_at)"
            + " values (?, ?, ?, ?, ?, ?)",
        node,
        digest(held.resource()),
        held.resource(),
        Bounded.text(held.detail()),
        Bounded.line(held.reason()),
        held.since());
  }

  /** What is held on the node, sorted by its name. */
  public List<BreakGlass.Held> held(NodeName node) {
    return database.list(
        row ->
            new BreakGlass.Held(
                ResourceId.parse(row.text("resource")),
                row.text("detail"),
                row.text("reason"),
                row.instant("held_at")),
        "select resource, detail, reason, held_at from break_glass_held where node = ?"
            + " order by resource",
        node);
  }

  /** These are as git has them again, and not held any more. */
  public void settle(NodeName node, Collection<ResourceId> resources) {
    release(
        node, resources, Deed.done(Deed.By.hub("loop"), "break-glass-settled", names(resources)));
  }

  /** Somebody wants these put right like other drift; they are not held any more. */
  public void giveFree(NodeName node, Collection<ResourceId> resources, String by) {
    release(
        node, resources, Deed.done(Deed.By.person(by), "break-glass-reverted", names(resources)));
  }

  private static String names(Collection<ResourceId> resources) {
    return resources.stream().map(ResourceId::toString).sorted().collect(Collectors.joining(", "));
  }

  private void release(NodeName node, Collection<ResourceId> resources, Deed deed) {
    Instant now = clock.instant();
    database.transaction(connection -> {
      AuditJournal.append(connection, now, deed.at(node));
      List<Object[]> rows = resources.stream().map(id -> new Object[] {node, digest(id)}).toList();
      Database.batch(
          connection, "delete from break_glass_held where node = ? and digest = ?", rows);
      return null;
    });
  }

  private static String digest(ResourceId id) {
    return Content.digest(id.toString().getBytes(StandardCharsets.UTF_8));
  }
}
