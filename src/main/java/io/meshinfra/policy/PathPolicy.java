package io.meshinfra.policy;

import io.meshinfra.policy.Finding.Place;
import io.meshinfra.policy.condition.FilePattern;
import io.meshinfra.policy.condition.ProtectedFiles;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Judges which files of the repository a commit changes, moves or removes. */
public final class PathPolicy {
  private final List<PolicyRule> rules;

  public PathPolicy(List<PolicyRule> rules) {
    this.rules = rules.stream().filter(rule -> rule.condition() instanceof ProtectedFiles).toList();
  }

  /**
   * One finding for each rule and file, sorted by file.
   *
   * @param changed paths from the root of the repository; of what was moved, both
   */
  public List<Finding> check(Collection<String> changed) {
    List<Finding> findings = new ArrayList<>();
    for (String file : new TreeSet<>(changed)) {
      for (PolicyRule rule : rules) {
        if (rule.condition() instanceof ProtectedFiles files) {
          files.protecting(file).ifPresent(by -> findings.add(finding(rule, file, by)));
        }
      }
    }
    return findings;
  }

  private static Finding finding(PolicyRule rule, String file, FilePattern by) {
    boolean asks = rule.severity() == Severity.ASK;
    return new Finding(
        rule.id(),
        rule.severity(),
        "is protected by " + by.text(),
        rule.reason(),
        Optional.of(new Place(Optional.empty(), file)),
        asks ? Optional.of(Consent.ANYBODY) : Optional.empty(),
        false);
  }
}
