package io.meshinfra.identity;

import io.meshinfra.model.SshPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A user certificate that shall be signed. What must never be signed cannot be ordered.
 *
 * @param serial counts up, so that one certificate can be revoked
 * @param keyId who it is for; sshd logs it with each login
 * @param extensions what a session may do, by the names of PROTOCOL.certkeys
 * @param sources networks that it may be used from; everywhere when there are none
 */
public record CertificateOrder(
    long serial,
    String keyId,
    SshPublicKey key,
    SortedSet<String> principals,
    Validity validity,
    SortedSet<String> extensions,
    List<String> sources) {
  /** A certificate that is stolen harms for a day at most. */
  public static final Duration LONGEST = Duration.ofHours(24);

  /** From when until when; sshd compares whole seconds. */
  public record Validity(Instant from, Instant until) {
    public Validity {
      Duration life = Duration.between(from, until);
      if (life.isNegative() || life.isZero() || life.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException(
            "a certificate is valid for 24 hours at most, not from %s until %s"
                .formatted(from, until));
      }
    }
  }

  public CertificateOrder {
    principals = Collections.unmodifiableSortedSet(new TreeSet<>(principals));
    extensions = Collections.unmodifiableSortedSet(new TreeSet<>(extensions));
    sources = List.copyOf(sources);
    if (serial < 1) {
      throw new IllegalArgumentException("a certificate without a number cannot be revoked");
    }
    if (principals.isEmpty()) {
      throw new IllegalArgumentException("a certificate without principals would open every login");
    }
  }
}
