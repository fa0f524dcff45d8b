package io.meshinfra.policy.command;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The commands that shell text runs, each as one line of words: as written, without the folder of
 * its program, and without {@code sudo}, {@code env} and the like in front of it. Whoever wants to
 * hide a command from this can: it is a seat belt, not a wall.
 */
public final class Commands {
  /** Commands within commands within commands; deeper ones are none that people write. */
  private static final int DEEPEST = 8;

  private static final Set<String> BEFORE_COMMANDS =
      Set.of(
          "if", "then", "else", "elif", "do", "while", "until", "!", "exec", "command", "builtin",
          "time");

  private static final Set<String> WRAPPERS =
      Set.of(
          "sudo",
          "doas",
          "env",
          "nohup",
          "setsid",
          "timeout",
          "nice",
          "ionice",
          "stdbuf",
          "chrt",
          "taskset",
          "xargs",
          "systemd-run",
          "runuser",
          "chroot",
          "nsenter",
          "unshare",
          "watch");

  private static final Set<String> SHELLS =
      Set.of("sh", "bash", "dash", "ash", "zsh", "ksh", "su", "busybox");

  private static final Pattern ASSIGNMENT =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_]*=.*", Pattern.DOTALL);
  private static final Pattern COMMAND_OPTION = Pattern.compile("-[A-Za-z]*c[A-Za-z]*");

  private final Set<String> lines = new LinkedHashSet<>();

  private Commands() {}

  public static Set<String> of(String text) {
    Commands commands = new Commands();
    commands.text(text, 0);
    return commands.lines;
  }

  private void text(String text, int depth) {
    if (depth < DEEPEST) {
      ShellWords.of(text).forEach(words -> command(words, depth));
    }
  }

  private void command(List<String> written, int depth) {
    List<String> words = withoutPrefix(written);
    if (words.isEmpty()) {
      return;
    }
    String name = words.getFirst().substring(words.getFirst().lastIndexOf('/') + 1);
    List<String> arguments = words.subList(1, words.size());
    lines.add(String.join(" ", words));
    lines.add(line(name, arguments));
    if (name.equals("eval")) {
      text(String.join(" ", arguments), depth + 1);
    }
    if (SHELLS.contains(name)) {
      shell(arguments, depth);
    }
    if (WRAPPERS.contains(name) && depth < DEEPEST) {
      command(wrapped(arguments), depth + 1);
    }
  }

  private static String line(String name, List<String> arguments) {
    List<String> words = new ArrayList<>(List.of(name));
    words.addAll(arguments);
    return String.join(" ", words).strip();
  }

  private static List<String> withoutPrefix(List<String> words) {
    int begin = 0;
    while (begin < words.size()
        && (BEFORE_COMMANDS.contains(words.get(begin))
            || ASSIGNMENT.matcher(words.get(begin)).matches())) {
      begin++;
    }
    return words.subList(begin, words.size());
  }

  /** The text behind {@code -c}. */
  private void shell(List<String> arguments, int depth) {
    for (int i = 0; i + 1 < arguments.size(); i++) {
      if (COMMAND_OPTION.matcher(arguments.get(i)).matches()) {
        text(arguments.get(i + 1), depth + 1);
      }
    }
  }

  /** From the first word on that is neither an option, nor a number, nor a variable. */
  private static List<String> wrapped(List<String> arguments) {
    int begin = 0;
    while (begin < arguments.size()
        && (arguments.get(begin).startsWith("-")
            || arguments.get(begin).matches("[0-9.]+[smhd]?")
            || ASSIGNMENT.matcher(arguments.get(begin)).matches())) {
      begin++;
    }
    return arguments.subList(begin, arguments.size());
  }
}
