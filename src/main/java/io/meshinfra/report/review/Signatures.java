package io.meshinfra.report.review;

import java.util.List;

/**
 * Whether the commits of a head are signed by who may.
 *
 * @param passes whether the hub would let them into force
 * @param headline for a commit status
 * @param findings a line each; empty when it passes
 */
public record Signatures(boolean passes, String headline, List<String> findings) {
  /** The hub asks for no signatures, or there is nothing new. */
  public static final Signatures NOT_ASKED = new Signatures(true, "", List.of());

  public Signatures {
    findings = List.copyOf(findings);
  }

  /** Whether there is nothing to tell. */
  public boolean isEmpty() {
    return headline.isEmpty();
  }
}
