package io.meshinfra.policy.sudoers;

import io.meshinfra.policy.pattern.Glob;
import io.meshinfra.policy.pattern.Language;
import java.util.Optional;

/** Says of a command whether it takes a way into the machine away by itself. */
public final class Lockout {
  private static final Language SERVICES = Glob.text(Dangers.WAYS_IN);

  private Lockout() {}

  /** What a command closes for good. */
  public enum Closed {
    SSH,
    NETWORK,
    VPN
  }

  /** Of a command that stops a service of a way in, or keeps it from starting; empty for others. */
  public static Optional<Closed> closes(String command) {
    return by(command)
        .flatMap(effect ->
            switch (effect) {
              case Dangers.STOPS_SSH -> Optional.of(Closed.SSH);
              case Dangers.STOPS_NETWORK -> Optional.of(Closed.NETWORK);
              case Dangers.STOPS_VPN -> Optional.of(Closed.VPN);
              default -> Optional.empty();
            });
  }

  /** Whether people get in by way of a service, or not because of it. */
  public static boolean isWayIn(String service) {
    return SERVICES.contains(service);
  }

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
