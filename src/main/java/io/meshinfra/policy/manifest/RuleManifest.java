package io.meshinfra.policy.manifest;

import io.meshinfra.desired.manifest.Interval;
import io.meshinfra.policy.Severity;
import io.meshinfra.policy.condition.CommandPattern;
import io.meshinfra.policy.condition.FilePattern;
import io.meshinfra.policy.condition.MaxChanges;
import io.meshinfra.policy.condition.PathPattern;
import io.meshinfra.policy.condition.ResourcePattern;
import io.meshinfra.policy.window.Window;
import io.meshinfra.resource.Doc;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** One rule, as it is written. */
@Doc(
    value = "One rule: an id, a reason, and exactly one thing that it looks for.",
    example =
        """
        id: accounts-are-ours
        reason: passwords and shells of people are none of a fleet's business
        severity: refuse
        scope: {nodes: {role: workstation}}
        protectedPaths: [/etc/passwd, /etc/shadow]
        """)
public record RuleManifest(
    @Doc("Name of the rule; unique, lower-case, like no-friday-changes.") @NotNull RuleId id,
    @Doc("Why the rule is there; stands in every report of it.") @NotBlank String reason,
    @Doc(
            value = "What it does to a plan: refuse, ask (somebody has to approve), warn.",
            byDefault = "refuse; ask with requiredApprovals, protectedFiles and longAbsence")
        Severity severity,
    @Doc(value = "What it is about.", byDefault = "all changes of all nodes") ScopeManifest scope,
    @Doc("Paths that no change touches, like /etc/ssh/** or **/authorized_keys.")
        Optional<List<PathPattern>> protectedPaths,
    @Doc("Resources that are not changed, as KIND:NAME with wildcards, like service:ssh*.")
        Optional<List<ResourcePattern>> protectedResources,
    @Doc("Files of the repository that a commit does not change, like docs/_grounding/**.")
        Optional<List<FilePattern>> protectedFiles,
    @Doc("Kinds of resources that are not used.") Optional<List<String>> forbiddenKinds,
    @Doc(
            "Commands that no shell text, job of cron or rule of sudo runs; * is any text, the folder"
                + " of the program does not matter, like systemctl stop *.")
        Optional<List<CommandPattern>> forbiddenCommands,
    @Doc("Rules of sudo by which somebody could lock everybody out.")
        Optional<Settings.Sudoers> sudoersLint,
    @Doc("To how many nodes one revision is rolled out at most.")
        Optional<@Min(1) Integer> maxNodes,
    @Doc("How many changes there are at most.") Optional<MaxChanges> maxChanges,
    @Doc("Times at which changes are made; at no others.") Optional<List<Window>> windows,
    @Doc("Times at which no changes are made.") Optional<List<Window>> freezes,
    @Doc("People who have to agree.") Optional<Settings.Approvals> requiredApprovals,
    @Doc("Nodes that are never changed at once.") Optional<Settings.Together> neverTogether,
    @Doc("Ways in that have to stay open.") Optional<Settings.Door> lastDoor,
    @Doc("After how long an absence somebody agrees first to what a node gets, like 7d.")
        Optional<Interval> longAbsence,
    @Doc(
            "An expression in CEL that is true where the rule has something to say, like"
                + " change.kind == 'shell' && node.labels.role == 'hub'.")
        Optional<String> cel) {
  public RuleManifest {
    scope = Objects.requireNonNullElse(scope, ScopeManifest.ALL);
    protectedPaths = listed("protectedPaths", protectedPaths);
    protectedResources = listed("protectedResources", protectedResources);
    protectedFiles = listed("protectedFiles", protectedFiles);
    forbiddenKinds = listed("forbiddenKinds", forbiddenKinds);
    forbiddenCommands = listed("forbiddenCommands", forbiddenCommands);
    windows = listed("windows", windows);
    freezes = listed("freezes", freezes);
    List<String> given = new ArrayList<>();
    protectedPaths.ifPresent(c -> given.add("protectedPaths"));
    protectedResources.ifPresent(c -> given.add("protectedResources"));
    protectedFiles.ifPresent(c -> given.add("protectedFiles"));
    forbiddenKinds.ifPresent(c -> given.add("forbiddenKinds"));
    forbiddenCommands.ifPresent(c -> given.add("forbiddenCommands"));
    sudoersLint.ifPresent(c -> given.add("sudoersLint"));
    maxNodes.ifPresent(c -> given.add("maxNodes"));
    maxChanges.ifPresent(c -> given.add("maxChanges"));
    windows.ifPresent(c -> given.add("windows"));
    freezes.ifPresent(c -> given.add("freezes"));
    requiredApprovals.ifPresent(c -> given.add("requiredApprovals"));
    neverTogether.ifPresent(c -> given.add("neverTogether"));
    lastDoor.ifPresent(c -> given.add("lastDoor"));
    longAbsence.ifPresent(c -> given.add("longAbsence"));
    cel.ifPresent(c -> given.add("cel"));
    requireOne(given);
    boolean asks =
        requiredApprovals.isPresent() || protectedFiles.isPresent() || longAbsence.isPresent();
    severity = Objects.requireNonNullElse(severity, asks ? Severity.ASK : Severity.REFUSE);
    if (requiredApprovals.isPresent() && severity != Severity.ASK) {
      throw new IllegalArgumentException("requiredApprovals asks; leave severity out");
    }
    if (protectedFiles.isPresent() && !scope.equals(ScopeManifest.ALL)) {
      throw new IllegalArgumentException(
          "protectedFiles is about commits, not about nodes; leave scope out");
    }
  }

  private static void requireOne(List<String> given) {
    if (given.size() != 1) {
      throw new IllegalArgumentException(
          given.isEmpty()
              ? "it looks for nothing; give exactly one of protectedPaths, protectedResources,"
                  + " protectedFiles, forbiddenKinds, forbiddenCommands, sudoersLint, maxNodes,"
                  + " maxChanges, windows, freezes, requiredApprovals, neverTogether, lastDoor,"
                  + " longAbsence, cel"
              : "it looks for %s; make a rule of each".formatted(String.join(" and ", given)));
    }
  }

  private static <T> Optional<List<T>> listed(String key, Optional<List<T>> items) {
    if (items.map(List::isEmpty).orElse(false)) {
      throw new IllegalArgumentException(key + " is empty; name at least one, or remove the rule");
    }
    return items.map(List::copyOf);
  }
}
