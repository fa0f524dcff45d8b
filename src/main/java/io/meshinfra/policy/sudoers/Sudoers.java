package io.meshinfra.policy.sudoers;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a sudoers file says, as far as it decides who may run what.
 *
 * @param rules in the order of the file
 * @param includes other files that it reads
 * @param faults lines that are no sudoers
 * @param askNothing whether a setting of the file spares everybody the password
 */
record Sudoers(
    List<Rule> rules,
    Aliases aliases,
    List<Include> includes,
    List<Fault> faults,
    boolean askNothing) {
  Sudoers {
    rules = List.copyOf(rules);
    includes = List.copyOf(includes);
    faults = List.copyOf(faults);
  }

  /**
   * Who may run these commands; the last command that matches decides.
   *
   * @param line where it begins, counted from 1
   * @param users as they are written
   */
  record Rule(int line, List<String> users, List<Grant> grants) {
    Rule {
      users = List.copyOf(users);
      grants = List.copyOf(grants);
    }

    String who() {
      return String.join(", ", users);
    }
  }

  /**
   * One command of a rule, with what stands in front of it or was inherited.
   *
   * @param runAs users as whom it runs, empty when the rule does not say: then root
   */
  record Grant(Optional<List<String>> runAs, boolean noPassword, boolean noExec, Item item) {}

  /** A command or what stands for some. */
  record Item(boolean negated, Command command) {}

  /** What may be run. */
  sealed interface Command {
    /** Everything. */
    record All() implements Command {}

    /** Those that an alias stands for. */
    record Alias(String name) implements Command {}

    /**
     * A program.
     *
     * @param path may hold wildcards; ends in a slash for all programs of a folder
     * @param arguments empty for any, an empty text for none, else a pattern
     */
    record Program(String path, Optional<String> arguments) implements Command {}

    /** Files edited by {@code sudoedit}; empty for any. */
    record Edit(Optional<String> files) implements Command {}

    /** Shows rights and runs nothing. */
    record Listing() implements Command {}

    /** Something that cannot be looked into. */
    record Unclear(String why) implements Command {}
  }

  /** Lists with names; only those of commands and of users as whom something runs are kept. */
  record Aliases(
      Map<String, List<Item>> commands,
      Map<String, List<String>> runAs,
      Map<String, List<String>> users) {
    Aliases {
      commands = Collections.unmodifiableMap(new TreeMap<>(commands));
      runAs = Collections.unmodifiableMap(new TreeMap<>(runAs));
      users = Collections.unmodifiableMap(new TreeMap<>(users));
    }
  }

  /** Another file, or all files of a folder. */
  record Include(int line, String path) {}

  /** What is wrong where. */
  record Fault(int line, String what) {}
}
