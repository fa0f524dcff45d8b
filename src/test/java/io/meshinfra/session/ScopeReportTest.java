package io.meshinfra.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.Revision;
import io.meshinfra.session.ScopeFinding.Rule;
import io.meshinfra.session.ScopeReport.CommitScope;
import io.meshinfra.session.ScopeReport.SessionScope;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScopeReportTest {
  private static CommitScope commit(ScopeFinding... findings) {
    return new CommitScope(
        new Revision("2".repeat(40)), "Fix", Contracts.ID.value(), List.of(findings));
  }

  @Test
  void shouldPassWithoutSessions() {
    assertTrue(ScopeReport.NO_SESSION.passes());
    assertEquals("no commit names a session", ScopeReport.NO_SESSION.headline());
  }

  @Test
  void shouldPassInScope() {
    ScopeReport report = new ScopeReport(List.of(commit(), commit()), List.of(), Optional.empty());

    assertTrue(report.passes());
    assertEquals("2 commits of sessions, all in scope", report.headline());
    assertEquals("", report.reasons());
  }

  @Test
  void shouldFailByOneCommit() {
    ScopeReport report =
        new ScopeReport(
            List.of(commit(), commit(new ScopeFinding(Rule.PATH, "x is not among the paths"))),
            List.of(),
            Optional.empty());

    assertFalse(report.passes());
    assertEquals(
        "2222222222 (20261123-claude-4f2a9c01) path: x is not among the paths\n", report.reasons());
  }

  @Test
  void shouldFailByWhatASessionReaches() {
    SessionScope session =
        new SessionScope(
            Contracts.of("include: [a]"),
            Reach.NOTHING,
            List.of(new ScopeFinding(Rule.NODES, "it changes the node hub")));
    ScopeReport report = new ScopeReport(List.of(commit()), List.of(session), Optional.empty());

    assertFalse(report.passes());
    assertTrue(report.reasons().contains("session 20261123-claude-4f2a9c01 nodes:"));
  }

  @Test
  void shouldFailWhenItCannotBeJudged() {
    ScopeReport report = ScopeReport.untold("no clone");

    assertFalse(report.passes());
    assertFalse(report.isEmpty());
    assertEquals("no clone\n", report.reasons());
  }
}
