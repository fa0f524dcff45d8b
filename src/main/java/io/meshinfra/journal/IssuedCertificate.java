package io.meshinfra.journal;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A certificate that the hub signed; the certificate itself and its key are not kept.
 *
 * @param fingerprint of the public key that it is for
 * @param sources networks that it may be used from; everywhere when there are none
 */
public record IssuedCertificate(
    long serial,
    String keyId,
    String fingerprint,
    SortedSet<String> principals,
    List<String> sources,
    Instant from,
    Instant until,
    Optional<Revoked> revoked) {
  /** Somebody wants it to open nothing any more. */
  public record Revoked(String by, Instant at, String why) {}

  public IssuedCertificate {
    principals = Collections.unmodifiableSortedSet(new TreeSet<>(principals));
    sources = List.copyOf(sources);
  }

  /** The same with the number that the journal gave it. */
  IssuedCertificate numbered(long number) {
    return new IssuedCertificate(
        number, keyId, fingerprint, principals, sources, from, until, revoked);
  }
}
