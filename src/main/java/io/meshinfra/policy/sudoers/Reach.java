package io.meshinfra.policy.sudoers;

import io.meshinfra.policy.pattern.Budget;
import io.meshinfra.policy.pattern.Language;
import io.meshinfra.policy.pattern.Search;
import io.meshinfra.policy.sudoers.Sudoers.Command;
import io.meshinfra.policy.sudoers.Sudoers.Grant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * The command lines that one command of a rule really allows: those that it matches and that no
 * later command of the same list takes away, as the last one that matches decides.
 */
final class Reach {
  /** Places of the languages in a search. */
  private static final int DANGER = 0;

  private static final int EXCEPTION = 1;
  private static final int GRANT = 2;
  private static final int LATER = 3;

  private final Command command;
  private final Language allowed;
  private final List<Later> later;
  private final Budget budget;

  /** A command that comes behind. */
  private record Later(boolean negated, Language commandLines) {}

  Reach(Grant grant, List<Grant> behind, Budget budget) {
    this.command = grant.item().command();
    this.allowed = CommandLines.of(command);
    this.later =
        behind.stream()
            .filter(Reach::canBeTold)
            .map(g -> new Later(g.item().negated(), CommandLines.of(g.item().command())))
            .toList();
    this.budget = budget;
  }

  /** What cannot be told takes nothing away. */
  private static boolean canBeTold(Grant grant) {
    return switch (grant.item().command()) {
      case Command.All all -> true;
      case Command.Program program -> true;
      case Command.Edit edit -> true;
      case Command.Alias alias -> false;
      case Command.Unclear unclear -> false;
      case Command.Listing listing -> false;
    };
  }

  /**
   * A dangerous command line that is among them.
   *
   * @param commandLine the shortest
   * @param exact whether the rule names it, so that it was meant
   */
  record Way(String commandLine, boolean exact) {}

  Optional<Way> to(Danger danger) {
    if (!leaves(danger.open())) {
      return Optional.empty();
    }
    List<Language> languages = new ArrayList<>();
    languages.add(danger.commandLines());
    languages.add(danger.but());
    languages.add(allowed);
    later.forEach(each -> languages.add(each.commandLines()));
    Search search = new Search(languages, this::isAllowed, Reach::isWorthwhile, budget);
    return switch (search.shortest()) {
      case Search.Answer.Found found ->
          Optional.of(new Way(CommandLines.shown(found.text()), CommandLines.isExact(command)));
      case Search.Answer.None none -> Optional.empty();
      // What cannot be told is taken for the worse.
      case Search.Answer.TooLarge large ->
          Optional.of(new Way("more than can be looked at", false));
    };
  }

  private boolean isAllowed(BitSet of) {
    if (!of.get(DANGER) || of.get(EXCEPTION) || !of.get(GRANT)) {
      return false;
    }
    int last = of.length() - 1;
    return last < LATER || !later.get(last - LATER).negated();
  }

  private static boolean isWorthwhile(BitSet alive) {
    return alive.get(DANGER) && alive.get(GRANT);
  }

  private boolean leaves(Danger.Open open) {
    return switch (open) {
      case NOTHING -> true;
      case ARGUMENT -> !CommandLines.isExact(command);
      case PROGRAM -> !CommandLines.isExact(command) && !namesProgram();
    };
  }

  /** Whether a whole word before the first wildcard is a path. */
  private boolean namesProgram() {
    Optional<String> arguments =
        command instanceof Command.Program program ? program.arguments() : Optional.empty();
    String fixed = arguments.orElse("").split("[*?\\[]", 2)[0];
    int end = fixed.lastIndexOf(' ');
    return end > 0 && (" " + fixed.substring(0, end)).contains(" /");
  }
}
