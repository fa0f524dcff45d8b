package io.meshinfra.journal;

import io.meshinfra.model.NodeName;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.LongFunction;
import java.util.function.Predicate;

/** Certificates of nodes that were issued. */
public final class HostCertificateJournal {
  private static final String ALL =
      "select serial, node, fingerprint, authority, principals, valid_from, valid_until, line"
          + " from host_certificate";
  private static final String LAST =
      ALL + " where node = ? and fingerprint = ? order by serial desc";

  private final Database database;
  private final Clock clock;

  HostCertificateJournal(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** The last that was issued for that key of a node. */
  public Optional<HostCertificate> last(NodeName node, String fingerprint) {
    return database.first(HostCertificateJournal::read, LAST, node.value(), fingerprint);
  }

  /**
   * The last for that key of a node, or a new one, which is in the audit then. Two who ask at the
   * same time get the same.
   *
   * @param stillGood whether the last one does
   * @param signed the new one, by its number; called at most once for each try
   */
  public HostCertificate lastOr(
      NodeName node,
      String fingerprint,
      Predicate<HostCertificate> stillGood,
      LongFunction<HostCertificate> signed,
      Deed.By by) {
    return database.transaction(connection -> {
      // This row is what others wait for.
      Database.update(connection, "update host_certificate_number set last_serial = last_serial");
      Optional<HostCertificate> last =
          Database.list(
                  connection,
                  HostCertificateJournal::read,
                  LAST + " limit 1",
                  node.value(),
                  fingerprint)
              .stream()
              .findFirst()
              .filter(stillGood);
      return last.isPresent() ? last.get() : issue(connection, signed, by);
    });
  }

  private HostCertificate issue(
      Connection connection, LongFunction<HostCertificate> signed, Deed.By by) throws SQLException {
    Instant now = clock.instant();
    Database.update(connection, "update host_certificate_number set last_serial = last_serial + 1");
    long serial =
        Database.list(
                connection,
                row -> row.number("last_serial"),
                "select last_serial from host_certificate_number")
            .getFirst();
    HostCertificate issued = signed.apply(serial);
    Database.update(
        connection,
        "insert into host_certificate (serial, node, fingerprint, authority, principals, valid_from,"
            + " valid_until, issued_at, line) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        serial,
        issued.node().value(),
        issued.fingerprint(),
        issued.authority(),
        String.join(" ", issued.principals()),
        issued.from(),
        issued.until(),
        now,
        issued.line());
    AuditJournal.append(
        connection, now, Deed.done(by, "host-certificate-issued", told(issued)).at(issued.node()));
    return issued;
  }

  private static String told(HostCertificate issued) {
    return "serial %d, key %s, principals %s, until %s"
        .formatted(
            issued.serial(),
            issued.fingerprint(),
            String.join(", ", issued.principals()),
            issued.until());
  }

  /** Those whose time has not passed, the last issued first. */
  public List<HostCertificate> living(int limit) {
    return database.list(
        HostCertificateJournal::read,
        ALL + " where valid_until > ? order by serial desc limit ?",
        clock.instant(),
        limit);
  }

  /** The last for each key, also where its time has passed. */
  public List<HostCertificate> newest() {
    return database.list(
        HostCertificateJournal::read,
        ALL
            + " where serial in (select max(serial) from host_certificate group by node, fingerprint)"
            + " order by serial");
  }

  private static HostCertificate read(Row row) throws SQLException {
    return new HostCertificate(
        row.number("serial"),
        new NodeName(row.text("node")),
        row.text("fingerprint"),
        row.text("authority"),
        new TreeSet<>(Arrays.asList(row.text("principals").split(" "))),
        row.instant("valid_from"),
        row.instant("valid_until"),
        row.text("line"));
  }
}
