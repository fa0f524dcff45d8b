package io.meshinfra.policy.sudoers;

import io.meshinfra.model.Printable;
import io.meshinfra.policy.pattern.Budget;
import io.meshinfra.policy.sudoers.Sudoers.Command;
import io.meshinfra.policy.sudoers.Sudoers.Grant;
import io.meshinfra.policy.sudoers.Sudoers.Include;
import io.meshinfra.policy.sudoers.Sudoers.Rule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Says of a sudoers file who could take a way into the machine away by it: stop sshd, the network,
 * the firewall or the VPN, or become root and do so. For each command of a rule it looks for a
 * command line that sudo would allow and that is known to be dangerous. What cannot be looked into
 * counts as dangerous.
 *
 * <p>Each line is judged by itself: a later line that takes a command away again does not help.
 */
public final class SudoersLint {
  private static final String NAME_THEM =
      "name the exact commands: in arguments, * matches blanks and slashes too";

  /** A file of some hundred rules needs a tenth; this is about a second. */
  private static final long MOST = 20_000_000;

  private final Budget budget = new Budget(MOST);
  private final Sudoers file;
  private final Set<String> administrators;
  private final Expansion expansion;
  private final List<Weakness> found = new ArrayList<>();

  private SudoersLint(Sudoers file, Set<String> administrators) {
    this.file = file;
    this.administrators = administrators;
    this.expansion = new Expansion(file.aliases());
  }

  /**
   * @param administrators users and {@code %groups} who may have everything, as they are written in
   *     rules
   */
  public static List<Weakness> check(String file, Set<String> administrators) {
    SudoersLint lint = new SudoersLint(SudoersReader.read(file), Set.copyOf(administrators));
    lint.check();
    lint.found.sort(Comparator.comparingInt(Weakness::line));
    return List.copyOf(lint.found);
  }

  private void check() {
    file.faults()
        .forEach(fault ->
            direct(
                fault.line(),
                "this line is not understood, so nobody can tell what it allows: "
                    + Printable.line(fault.what())));
    file.includes().stream()
        .filter(include -> !include.path().matches("/etc/sudoers\\.d/?"))
        .forEach(this::include);
    for (Rule rule : file.rules()) {
      if (!expansion.users(rule.users()).stream().allMatch(Set.of("root", "#0")::contains)) {
        check(rule);
      }
    }
  }

  private void include(Include include) {
    direct(
        include.line(),
        "it reads %s as well, and what that file allows is not known here; put its lines into a"
                .formatted(Printable.quote(include.path()))
            + " file of /etc/sudoers.d");
  }

  private void check(Rule rule) {
    List<Grant> grants = expansion.of(rule.grants()).stream().filter(expansion::asRoot).toList();
    for (int i = 0; i < grants.size(); i++) {
      Grant grant = grants.get(i);
      if (!grant.item().negated()) {
        check(rule, grant, grants.subList(i + 1, grants.size()));
      }
    }
  }

  private void check(Rule rule, Grant grant, List<Grant> later) {
    String who = Printable.line(rule.who());
    switch (grant.item().command()) {
      case Command.All all -> everything(rule, grant, !later.isEmpty());
      case Command.Alias alias ->
          direct(
              rule.line(),
              "the alias %s is not defined in this file, or by itself, so nobody can tell what %s may run; define it here"
                  .formatted(alias.name(), who));
      case Command.Unclear unclear ->
          direct(
              rule.line(),
              "what %s may run is %s, which is not looked into; write the commands out"
                  .formatted(who, unclear.why()));
      case Command.Listing listing -> {}
      case Command.Program program -> dangerous(rule, grant, later);
      case Command.Edit edit -> dangerous(rule, grant, later);
    }
  }

  private void everything(Rule rule, Grant grant, boolean butSome) {
    if (administrators.containsAll(expansion.users(rule.users()))) {
      return;
    }
    boolean free = grant.noPassword() || file.askNothing();
    String but =
        butSome
            ? " (what follows ALL takes nothing away: a copy of a program has another name)"
            : "";
    found.add(
        new Weakness(
            rule.line(),
            free,
            "%s may run everything as root%s, \"systemctl stop ssh\" too%s; name the exact commands, or name them among the administrators of this rule"
                .formatted(Printable.line(rule.who()), free ? " without a password" : "", but)));
  }

  /** The plainest danger only: one is enough to mend the rule. */
  private void dangerous(Rule rule, Grant grant, List<Grant> later) {
    Reach reach = new Reach(grant, later, budget);
    for (Danger danger : Dangers.ALL) {
      Optional<Reach.Way> way =
          danger.interactive() && grant.noExec() ? Optional.empty() : reach.to(danger);
      if (way.isPresent()) {
        found.add(new Weakness(rule.line(), danger.direct(), reason(rule, way.get(), danger)));
        return;
      }
    }
  }

  private static String reason(Rule rule, Reach.Way way, Danger danger) {
    return "%s may run %s as root, which %s; %s"
        .formatted(
            Printable.line(rule.who()),
            Printable.quote(way.commandLine()),
            danger.effect(),
            way.exact() ? "leave it out" : NAME_THEM);
  }

  private void direct(int line, String reason) {
    found.add(new Weakness(line, true, reason));
  }
}
