package io.meshinfra.policy.sudoers;

import io.meshinfra.policy.pattern.Glob;
import io.meshinfra.policy.pattern.Language;
import io.meshinfra.policy.pattern.Part;
import java.util.List;

/**
 * Command lines that take a way into a machine away, or let somebody do so.
 *
 * @param effect what they do, to be read after "which"
 * @param direct whether they do it themselves; otherwise they only give the power to
 * @param words the same as a shell would take them, without a path
 * @param commandLines all of them, as {@link CommandLines} writes them
 * @param but those that look alike and are harmless
 * @param open what a rule must leave open for them to be dangerous
 * @param interactive whether they are dangerous only because they start other programs, which
 *     {@code NOEXEC} prevents
 */
record Danger(
    String effect,
    boolean direct,
    List<Part> words,
    Language commandLines,
    Language but,
    Open open,
    boolean interactive) {
  /** What somebody who uses a rule can choose. */
  enum Open {
    /** It does not matter: the command line itself is dangerous. */
    NOTHING,
    /** Which program runs: no word before the first wildcard is a path. */
    PROGRAM,
    /** Any argument. */
    ARGUMENT
  }

  /** Where programs are; {@code /bin} is {@code /usr/bin} on most machines. */
  private static final String FOLDERS = "{,/usr,/usr/local}/{bin,sbin}/";

  private static final Language NO_EXCEPTION = Language.of(List.of(new Part.Either(List.of())));

  Danger {
    words = List.copyOf(words);
  }

  /**
   * @param programs names or absolute paths, as a pattern
   * @param arguments joined by blanks, as a pattern
   */
  static Danger direct(String effect, String programs, String arguments) {
    return of(effect, true, programs, Glob.textParts(arguments));
  }

  static Danger roundabout(String effect, String programs, String arguments) {
    return of(effect, false, programs, Glob.textParts(arguments));
  }

  static Danger of(String effect, boolean direct, String programs, List<Part> arguments) {
    boolean absolute = programs.startsWith("/");
    List<Part> paths = Glob.textParts(absolute ? programs : FOLDERS + programs);
    List<Part> names = Glob.textParts(absolute ? programs : "{," + FOLDERS + "}" + programs);
    return of(effect, direct, paths, Part.joined(names, Glob.literal(" "), arguments), arguments);
  }

  /** Files that nobody should edit by {@code sudoedit}, which is no program with a path. */
  static Danger edit(String effect, String files) {
    return of(effect, false, Glob.literal("sudoedit"), List.of(), Glob.textParts(files));
  }

  private static Danger of(
      String effect, boolean direct, List<Part> paths, List<Part> words, List<Part> arguments) {
    Language all = Language.of(CommandLines.joined(paths, arguments));
    return new Danger(effect, direct, words, all, NO_EXCEPTION, Open.NOTHING, false);
  }

  /** Without command lines whose arguments are like this. */
  Danger but(String arguments) {
    Language harmless =
        Language.of(CommandLines.joined(List.of(Part.ANYTHING), Glob.textParts(arguments)));
    return new Danger(effect, direct, words, commandLines, harmless, open, interactive);
  }

  Danger where(Open choice) {
    return new Danger(effect, direct, words, commandLines, but, choice, interactive);
  }

  Danger byStartingOthers() {
    return new Danger(effect, direct, words, commandLines, but, open, true);
  }

  boolean contains(String commandLine) {
    return commandLines.contains(commandLine) && !but.contains(commandLine);
  }
}
