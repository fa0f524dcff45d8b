package io.meshinfra.identity;

import io.meshinfra.model.SshPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A host certificate that shall be signed. What must never be signed cannot be ordered.
 *
 * @param serial counts up
 * @param keyId the node
 * @param principals names and addresses that the host may call itself; no patterns
 * @param from both as whole seconds, which is what ssh compares
 */
public record HostCertificateOrder(
    long serial,
    String keyId,
    SshPublicKey key,
    SortedSet<String> principals,
    Instant from,
    Instant until) {
  /** Long enough for a laptop that sleeps for a quarter of a year. */
  public static final Duration LONGEST = Duration.ofDays(90);

  /** A host name or an address: nothing that would end a name in the list, or be a pattern. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.:-]{0,252}");

  public HostCertificateOrder {
    principals = Collections.unmodifiableSortedSet(new TreeSet<>(principals));
    if (serial < 1) {
      throw new IllegalArgumentException("a certificate without a number is not known again");
    }
    if (principals.isEmpty()) {
      throw new IllegalArgumentException("a certificate without principals would be for any host");
    }
    principals.stream()
        .filter(name -> !NAME.matcher(name).matches())
        .findFirst()
        .ifPresent(name -> {
          throw new IllegalArgumentException("no name of a host: " + name);
        });
    Duration life = Duration.between(from, until);
    if (life.isNegative() || life.isZero() || life.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "a host certificate is valid for %d days at most, not from %s until %s"
              .formatted(LONGEST.toDays(), from, until));
    }
  }
}
