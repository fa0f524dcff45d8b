package io.meshinfra.journal;

import io.meshinfra.model.Content;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One link of the audit, as it is in the database: somebody may have written anything there.
 *
 * @param id numbers rise by one, from 1 on
 * @param kind and name: who did it, see {@link Deed.By}
 * @param deed what was done
 * @param previous the digest of the row before; of the first row {@link #NONE}
 * @param digest of everything else here
 */
public record AuditRow(
    long id,
    Instant at,
    String kind,
    String name,
    String deed,
    Optional<String> node,
    Optional<String> run,
    Optional<String> revision,
    String outcome,
    String detail,
    String previous,
    String digest) {
  /** What comes before the first row. */
  public static final String NONE = "0".repeat(64);

  private static final String FORM = "mesh-audit-1";

  /** The row that follows another one; its texts are as a database gives them back. */
  static AuditRow after(Head last, Instant at, Deed deed) {
    AuditRow open =
        new AuditRow(
            last.id() + 1,
            at.truncatedTo(ChronoUnit.MICROS),
            deed.by().kind().word(),
            Bounded.line(deed.by().name()),
            Bounded.word(deed.what()),
            deed.node().map(Object::toString),
            deed.run().map(Object::toString),
            deed.revision().map(Object::toString),
            Bounded.word(deed.outcome()),
            Bounded.line(deed.detail()),
            last.digest(),
            "");
    return open.with(open.expectedDigest());
  }

  private AuditRow with(String sum) {
    return new AuditRow(
        id, at, kind, name, deed, node, run, revision, outcome, detail, previous, sum);
  }

  /**
   * What the digest must be: SHA-256 of these fields in this order, each as BYTES:TEXT in UTF-8,
   * and as -: when there is none.
   */
  String expectedDigest() {
    StringBuilder text = new StringBuilder();
    Stream.of(FORM, Long.toString(id), at.toString(), kind, name, deed)
        .forEach(field -> text.append(encoded(field)));
    Stream.of(node, run, revision)
        .forEach(field -> text.append(field.map(AuditRow::encoded).orElse("-:")));
    Stream.of(outcome, detail, previous).forEach(field -> text.append(encoded(field)));
    return Content.digest(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** With its length, so that no text can pass for two. */
  private static String encoded(String field) {
    return field.getBytes(StandardCharsets.UTF_8).length + ":" + field;
  }

  boolean isUnchanged() {
    return digest.equals(expectedDigest());
  }

  /**
   * The end of a chain, short enough to be copied to where whoever owns the database cannot write.
   */
  public record Head(long id, String digest) {
    static final Head START = new Head(0, NONE);
  }

  public Head head() {
    return new Head(id, digest);
  }
}
