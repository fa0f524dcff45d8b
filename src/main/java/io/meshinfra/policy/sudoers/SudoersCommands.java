package io.meshinfra.policy.sudoers;

import io.meshinfra.policy.pattern.Glob;
import io.meshinfra.policy.pattern.Language;
import io.meshinfra.policy.pattern.Letters;
import io.meshinfra.policy.pattern.Part;
import io.meshinfra.policy.sudoers.Sudoers.Command;
import io.meshinfra.policy.sudoers.Sudoers.Grant;
import io.meshinfra.policy.sudoers.Sudoers.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The command lines that a sudoers file allows, as people write them: with and without the folder
 * of the program. A rule that allows everything is not among them.
 */
public final class SudoersCommands {
  private SudoersCommands() {}

  public static List<Language> of(String file) {
    Sudoers sudoers = SudoersReader.read(file);
    Expansion expansion = new Expansion(sudoers.aliases());
    List<Language> lines = new ArrayList<>();
    for (Rule rule : sudoers.rules()) {
      for (Grant grant : expansion.of(rule.grants())) {
        if (!grant.item().negated()) {
          lines(grant.item().command()).forEach(lines::add);
        }
      }
    }
    return lines;
  }

  private static Stream<Language> lines(Command command) {
    return switch (command) {
      case Command.Program program ->
          Stream.of(
              line(Glob.fnmatchPath(program.path()), program), line(name(program.path()), program));
      case Command.Edit edit ->
          Stream.of(
              Language.of(
                  Part.joined(
                      Glob.literal("sudoedit "),
                      edit.files().map(Glob::fnmatchPath).orElse(List.of(Part.ANYTHING)))));
      case Command.All all -> Stream.empty();
      case Command.Alias alias -> Stream.empty();
      case Command.Listing listing -> Stream.empty();
      case Command.Unclear unclear -> Stream.of(Language.of(List.of(Part.ANYTHING)));
    };
  }

  private static List<Part> name(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return name.isEmpty() ? List.of(new Part.Many(Letters.but("/ "))) : Glob.fnmatchPath(name);
  }

  /** With any arguments, with none at all, or with those of the rule. */
  private static Language line(List<Part> program, Command.Program command) {
    List<Part> some =
        Part.joined(
            Glob.literal(" "),
            command.arguments().map(Glob::fnmatch).orElse(List.of(Part.ANYTHING)));
    boolean needsSome = command.arguments().map(a -> !a.isEmpty() && !a.equals("*")).orElse(false);
    List<List<Part>> ways = needsSome ? List.of(some) : List.of(some, List.of());
    return Language.of(Part.joined(program, List.of(new Part.Either(ways))));
  }
}
