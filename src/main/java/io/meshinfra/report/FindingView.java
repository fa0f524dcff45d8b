package io.meshinfra.report;

import io.meshinfra.policy.Finding;
import io.meshinfra.policy.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * What a rule of policy has to say, for programs.
 *
 * @param severity refuse, ask, warn
 * @param text all of it on one line, for people
 */
public record FindingView(
    String rule,
    String severity,
    String what,
    String reason,
    Optional<String> resource,
    Optional<String> position,
    String text) {

  public static FindingView of(Finding finding) {
    return new FindingView(
        finding.rule(),
        finding.severity().word(),
        finding.what(),
        finding.reason(),
        finding.place().flatMap(Finding.Place::resource).map(Object::toString),
        finding.place().map(Finding.Place::position),
        finding.toString());
  }

  /** All that was found, the strictest first. */
  public static List<FindingView> all(Verdict verdict) {
    return verdict.findings().stream().map(FindingView::of).toList();
  }
}
