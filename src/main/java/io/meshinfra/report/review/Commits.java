package io.meshinfra.report.review;

import io.meshinfra.session.ScopeReport;

/**
 * What is to be said of the commits of a head, whatever they do.
 *
 * @param scope whether those of assistants kept to their contracts
 * @param signatures whether they are signed by who may
 */
public record Commits(ScopeReport scope, Signatures signatures) {
  /** Nobody asks for anything. */
  public static final Commits UNTOLD = new Commits(ScopeReport.NO_SESSION, Signatures.NOT_ASKED);
}
