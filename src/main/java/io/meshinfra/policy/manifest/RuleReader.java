package io.meshinfra.policy.manifest;

import io.meshinfra.desired.Finding;
import io.meshinfra.desired.bind.Suggestion;
import io.meshinfra.desired.yaml.SourceLines;
import io.meshinfra.desired.yaml.Yaml;
import io.meshinfra.expression.Expression;
import io.meshinfra.model.Printable;
import io.meshinfra.policy.BuiltIn;
import io.meshinfra.policy.PolicyRule;
import io.meshinfra.policy.condition.Condition;
import io.meshinfra.policy.condition.Expressed;
import io.meshinfra.policy.condition.ForbiddenCommands;
import io.meshinfra.policy.condition.ForbiddenKinds;
import io.meshinfra.policy.condition.Freezes;
import io.meshinfra.policy.condition.LastDoor;
import io.meshinfra.policy.condition.LongAbsence;
import io.meshinfra.policy.condition.MaxNodes;
import io.meshinfra.policy.condition.OpenWindows;
import io.meshinfra.policy.condition.PolicyVocabulary;
import io.meshinfra.policy.condition.ProtectedFiles;
import io.meshinfra.policy.condition.ProtectedPaths;
import io.meshinfra.policy.condition.ProtectedResources;
import io.meshinfra.policy.condition.ResourcePattern;
import io.meshinfra.policy.window.Windows;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Turns what is written into a rule, and finds the mistakes that only make sense of the whole. */
final class RuleReader {
  private final Collection<String> kinds;
  private final List<Finding> findings;

  /**
   * @param kinds of resources that there are
   */
  RuleReader(Collection<String> kinds, List<Finding> findings) {
    this.kinds = kinds;
    this.findings = findings;
  }

  /**
   * @param source text of the file, so that a mistake in an expression is found in it
   */
  Optional<PolicyRule> rule(RuleManifest written, Yaml yaml, SourceLines source) {
    requireKinds(written, yaml);
    Optional<Condition> condition = condition(written, yaml, source);
    condition.ifPresent(c -> requireSameSort(written, c, yaml));
    return condition.map(c ->
        new PolicyRule(
            written.id().value(),
            written.reason().strip(),
            written.severity(),
            written.scope().scope(),
            c,
            yaml.at().toString()));
  }

  private Optional<Condition> condition(RuleManifest rule, Yaml yaml, SourceLines source) {
    return rule.protectedPaths()
        .<Condition>map(ProtectedPaths::new)
        .or(() -> rule.protectedResources().map(ProtectedResources::new))
        .or(() -> rule.protectedFiles().map(ProtectedFiles::new))
        .or(() -> rule.forbiddenKinds().map(names -> new ForbiddenKinds(Set.copyOf(names))))
        .or(() -> rule.forbiddenCommands().map(ForbiddenCommands::new))
        .or(() -> rule.sudoersLint().map(Settings.Sudoers::condition))
        .or(() -> rule.maxNodes().map(MaxNodes::new))
        .or(rule::maxChanges)
        .or(() -> rule.windows().map(Windows::new).map(OpenWindows::new))
        .or(() -> rule.freezes().map(Windows::new).map(Freezes::new))
        .or(() -> rule.requiredApprovals().map(Settings.Approvals::condition))
        .or(() -> rule.neverTogether().map(Settings.Together::condition))
        .or(() -> rule.lastDoor().map(door -> new LastDoor(door.min())))
        .or(() -> rule.longAbsence().map(after -> new LongAbsence(after.duration())))
        .or(() -> rule.cel().flatMap(text -> expression(text, yaml, source)));
  }

  private Optional<Condition> expression(String text, Yaml yaml, SourceLines source) {
    return switch (PolicyVocabulary.WORDS.compile(text)) {
      case Expression.Compiled.Fine fine -> Optional.of(new Expressed(fine.expression()));
      case Expression.Compiled.Wrong wrong -> {
        Yaml place = field(yaml, "cel");
        wrong
            .mistakes()
            .forEach(mistake ->
                findings.add(
                    source
                        .place(place, text, mistake.line(), mistake.column())
                        .finding("cel: " + Printable.block(mistake.message().replace('\n', ' ')))));
        yield Optional.empty();
      }
    };
  }

  private void requireSameSort(RuleManifest written, Condition condition, Yaml yaml) {
    BuiltIn.rule(written.id().value())
        .filter(builtIn -> !BuiltIn.isSameSort(condition, builtIn.condition()))
        .ifPresent(builtIn ->
            findings.add(
                field(yaml, "id")
                    .at()
                    .finding(
                        "%s is a built-in rule, and yours looks for something else; choose another id"
                            .formatted(builtIn.id()))));
  }

  private void requireKinds(RuleManifest written, Yaml yaml) {
    Set<String> named = new LinkedHashSet<>(written.scope().kinds());
    named.addAll(written.scope().notKinds());
    named.forEach(kind -> requireKind(kind, field(yaml, "scope")));
    written
        .forbiddenKinds()
        .orElse(List.of())
        .forEach(kind -> requireKind(kind, field(yaml, "forbiddenKinds")));
    written.protectedResources().orElse(List.of()).stream()
        .map(ResourcePattern::kind)
        .filter(kind -> kind.chars().noneMatch(c -> "*?[{\\".indexOf(c) >= 0))
        .forEach(kind -> requireKind(kind, field(yaml, "protectedResources")));
  }

  private void requireKind(String kind, Yaml where) {
    if (!kinds.contains(kind)) {
      findings.add(
          word(where, kind)
              .at()
              .finding(
                  "there is no kind of resource %s%s"
                      .formatted(Printable.quote(kind), Suggestion.of(kind, kinds))));
    }
  }

  /** The word itself where it is written, else what it is written in. */
  private static Yaml word(Yaml where, String word) {
    return switch (where) {
      case Yaml.Scalar scalar -> scalar;
      case Yaml.Items list ->
          list.items().stream()
              .filter(item -> item instanceof Yaml.Scalar scalar && begins(scalar, word))
              .findFirst()
              .orElse(list);
      case Yaml.Fields map ->
          map.fields().values().stream()
              .map(field -> word(field.value(), word))
              .filter(found -> found instanceof Yaml.Scalar scalar && begins(scalar, word))
              .findFirst()
              .orElse(map);
    };
  }

  private static boolean begins(Yaml.Scalar scalar, String word) {
    return scalar.text().equals(word) || scalar.text().startsWith(word + ":");
  }

  private static Yaml field(Yaml yaml, String key) {
    return yaml instanceof Yaml.Fields fields ? fields.get(key).orElse(yaml) : yaml;
  }
}
