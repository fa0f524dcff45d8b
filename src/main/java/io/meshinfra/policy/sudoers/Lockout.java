package io.meshinfra.policy.sudoers;

import java.util.Optional;

/** Says of a command whether it takes a way into the machine away by itself. */
public final class Lockout {
  private Lockout() {}

  /**
   * What it does, to be read after "which"; empty when nothing of that kind is known of it.
   *
   * @param command a program, with or without its folder, and its arguments, joined by blanks
   */
  public static Optional<String> by(String command) {
    String[] words = command.split(" ", 2);
    String program = words[0].startsWith("/") ? words[0] : "/usr/bin/" + words[0];
    String line =
        CommandLines.of(program, words.length > 1 ? Optional.of(words[1]) : Optional.empty());
    return Dangers.ALL.stream()
        .filter(danger -> danger.direct() && danger.open() == Danger.Open.NOTHING)
        .filter(danger -> danger.contains(line))
        .map(Danger::effect)
        .findFirst();
  }
}
