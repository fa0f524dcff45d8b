package io.meshinfra.policy;

import io.meshinfra.policy.condition.Condition;
import io.meshinfra.policy.condition.FilePattern;
import io.meshinfra.policy.condition.LastDoor;
import io.meshinfra.policy.condition.ProtectedFiles;
import io.meshinfra.policy.condition.Scope;
import io.meshinfra.policy.condition.SudoersRights;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Rules that hold without anybody writing them. A policy that has a rule with the same id puts it
 * in its place: other severity, scope and settings, but it looks for the same.
 */
public final class BuiltIn {
  /** Of a rule that nobody has written. */
  public static final String POSITION = "built in";

  private static final List<PolicyRule> RULES =
      List.of(
          rule(
              "sudoers-lockout",
              "who may stop sshd, the network or the firewall by sudo can lock everybody out, by"
                  + " accident too",
              Severity.REFUSE,
              new SudoersRights(true, Set.of())),
          rule(
              "sudoers-root",
              "this is root in a roundabout way, and meant perhaps as less",
              Severity.WARN,
              new SudoersRights(false, Set.of())),
          rule(
              "last-door",
              "who closes the last way in gets back only with a rescue console",
              Severity.REFUSE,
              new LastDoor(Optional.empty())),
          rule(
              "protected-files",
              "people change these, not programs",
              Severity.ASK,
              new ProtectedFiles(
                  Stream.of("docs/_grounding/**", "infra/policy/intent/*.yaml")
                      .map(FilePattern::parse)
                      .toList())));

  private BuiltIn() {}

  private static PolicyRule rule(String id, String reason, Severity severity, Condition condition) {
    return new PolicyRule(id, reason, severity, Scope.ALL, condition, POSITION);
  }

  public static List<PolicyRule> rules() {
    return RULES;
  }

  public static Optional<PolicyRule> rule(String id) {
    return RULES.stream().filter(rule -> rule.id().equals(id)).findFirst();
  }

  /** Whether the condition looks for what the built-in rule looks for, with other settings. */
  public static boolean isSameSort(Condition own, Condition builtIn) {
    return own instanceof SudoersRights one && builtIn instanceof SudoersRights other
        ? one.direct() == other.direct()
        : own.getClass() == builtIn.getClass();
  }
}
