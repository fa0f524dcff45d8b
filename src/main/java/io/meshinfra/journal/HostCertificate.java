package io.meshinfra.journal;

import io.meshinfra.model.NodeName;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A certificate that says who a node is.
 *
 * @param fingerprint of the host key that it is for
 * @param authority fingerprint of the key that signed it
 * @param line of a {@code -cert.pub} file; whoever connects to the node sees it
 */
public record HostCertificate(
    long serial,
    NodeName node,
    String fingerprint,
    String authority,
    SortedSet<String> principals,
    Instant from,
    Instant until,
    String line) {
  public HostCertificate {
    principals = Collections.unmodifiableSortedSet(new TreeSet<>(principals));
  }
}
