package io.meshinfra.journal;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** SSH certificates that were issued, and those that were not, with the reason. */
public final class CertificateJournal {
  private static final String ALL =
      "select serial, key_id, fingerprint, principals, sources, valid_from, valid_until,"
          + " revoked_by, revoked_at, revoked_why from certificate";

  private final Database database;
  private final Clock clock;

  CertificateJournal(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Gives it the next number and writes it down, before it is signed. */
  public IssuedCertificate issue(IssuedCertificate wanted, Deed.By by) {
    Instant now = clock.instant();
    return database.transaction(connection -> {
      Database.update(connection, "update certificate_number set last_serial = last_serial + 1");
      IssuedCertificate issued =
          wanted.numbered(
              Database.list(
                      connection,
                      row -> row.number("last_serial"),
                      "select last_serial from certificate_number")
                  .getFirst());
      Database.update(
          connection,
          "insert into certificate (serial, key_id, fingerprint, principals, sources, valid_from,"
              + " valid_until, issued_at) values (?, ?, ?, ?, ?, ?, ?, ?)",
          issued.serial(),
          issued.keyId(),
          issued.fingerprint(),
          String.join(" ", issued.principals()),
          String.join(" ", issued.sources()),
          issued.from(),
          issued.until(),
          now);
      AuditJournal.append(connection, now, Deed.done(by, "certificate-issued", told(issued)));
      return issued;
    });
  }

  private static String told(IssuedCertificate issued) {
    String where =
        issued.sources().isEmpty() ? "" : ", from " + String.join(", ", issued.sources());
    return "serial %d to %s, key %s, principals %s, until %s%s"
        .formatted(
            issued.serial(),
            issued.keyId(),
            issued.fingerprint(),
            String.join(", ", issued.principals()),
            issued.until(),
            where);
  }

  /** Writes down that somebody got none. */
  public void refuse(Deed.By by, String why) {
    database.transaction(connection ->
        AuditJournal.append(
            connection,
            clock.instant(),
            Deed.done(by, "certificate-refused", Bounded.line(why)).withOutcome("refused")));
  }

  /** Those whose time has not passed, the last issued first. */
  public List<IssuedCertificate> living(int limit) {
    return database.list(
        CertificateJournal::read,
        ALL + " where valid_until > ? order by serial desc limit ?",
        clock.instant(),
        limit);
  }

  public Optional<IssuedCertificate> find(long serial) {
    return database.first(CertificateJournal::read, ALL + " where serial = ?", serial);
  }

  /** Those of one key id whose time has not passed. */
  public List<IssuedCertificate> of(String keyId) {
    return database.list(
        CertificateJournal::read,
        ALL + " where key_id = ? and valid_until > ? order by serial",
        keyId,
        clock.instant());
  }

  /** Notes that it was revoked, which nodes do not know yet; whether it was good until now. */
  public boolean revoke(IssuedCertificate issued, Deed.By by, String why) {
    Instant now = clock.instant();
    return database.audited(
            now,
            Deed.done(
                by,
                "certificate-revoked",
                "serial %d of %s: %s"
                    .formatted(issued.serial(), issued.keyId(), Bounded.line(why))),
            "update certificate set revoked_by = ?, revoked_at = ?, revoked_why = ?"
                + " where serial = ? and revoked_at is null",
            Bounded.line(by.name()),
            now,
            Bounded.line(why),
            issued.serial())
        > 0;
  }

  private static IssuedCertificate read(Row row) throws SQLException {
    Optional<Instant> revokedAt = row.maybeInstant("revoked_at");
    Optional<IssuedCertificate.Revoked> revoked =
        revokedAt.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new IssuedCertificate.Revoked(
                    row.text("revoked_by"), revokedAt.get(), row.text("revoked_why")));
    return new IssuedCertificate(
        row.number("serial"),
        row.text("key_id"),
        row.text("fingerprint"),
        new TreeSet<>(words(row.text("principals"))),
        words(row.text("sources")),
        row.instant("valid_from"),
        row.instant("valid_until"),
        revoked);
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.split(" "))
        .filter(word -> !word.isEmpty())
        .collect(Collectors.toList());
  }
}
