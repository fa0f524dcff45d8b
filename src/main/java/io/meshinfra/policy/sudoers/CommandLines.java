package io.meshinfra.policy.sudoers;

import io.meshinfra.policy.pattern.Glob;
import io.meshinfra.policy.pattern.Language;
import io.meshinfra.policy.pattern.Letters;
import io.meshinfra.policy.pattern.Part;
import io.meshinfra.policy.sudoers.Sudoers.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The command lines that a command of a rule allows, as texts: the path of the program, a separator
 * that no command line holds, the arguments joined by blanks.
 */
final class CommandLines {
  /** Between program and arguments, even when there are none. */
  private static final Part BREAK = new Part.One(Letters.of(Letters.SEPARATOR));

  private static final Part NAME = new Part.Many(Letters.but("/"));

  private CommandLines() {}

  static Language of(Command command) {
    return Language.of(parts(command));
  }

  private static List<Part> parts(Command command) {
    return switch (command) {
      case Command.All all -> List.of(Part.ANYTHING, BREAK, Part.ANYTHING);
      case Command.Program program -> program(program);
      case Command.Edit edit ->
          joined(
              Glob.literal("sudoedit"),
              edit.files().map(Glob::fnmatchPath).orElse(List.of(Part.ANYTHING)));
      case Command.Listing listing -> NOTHING;
      case Command.Alias alias -> throw new IllegalStateException(alias + " was not expanded");
      case Command.Unclear unclear -> List.of(Part.ANYTHING, BREAK, Part.ANYTHING);
    };
  }

  private static final List<Part> NOTHING = List.of(new Part.Either(List.of()));

  private static List<Part> program(Command.Program program) {
    List<Part> path = new ArrayList<>(Glob.fnmatchPath(program.path()));
    if (program.path().endsWith("/")) {
      path.add(NAME);
      return joined(path, List.of(Part.ANYTHING));
    }
    return joined(path, program.arguments().map(Glob::fnmatch).orElse(List.of(Part.ANYTHING)));
  }

  /** A path, and arguments. */
  static List<Part> joined(List<Part> path, List<Part> arguments) {
    return Part.joined(path, List.of(BREAK), arguments);
  }

  /** Whether only one command line is allowed, and nobody can choose anything about it. */
  static boolean isExact(Command command) {
    return command instanceof Command.Program program
        && !program.path().endsWith("/")
        && !hasWildcard(program.path())
        && program.arguments().map(a -> !hasWildcard(a)).orElse(false);
  }

  static boolean hasWildcard(String pattern) {
    return pattern.replaceAll("\\\\.", "").chars().anyMatch(c -> "*?[".indexOf(c) >= 0);
  }

  /** For people. */
  static String shown(String commandLine) {
    return commandLine.replace(Letters.SEPARATOR, ' ').strip();
  }

  /** As a command line of which program and arguments are known. */
  static String of(String program, Optional<String> arguments) {
    return program + Letters.SEPARATOR + arguments.orElse("");
  }
}
