package io.meshinfra.join.rights;

import io.meshinfra.model.Target;
import io.meshinfra.transport.Delivery;
import java.util.stream.Collectors;

/** What the hub's login may do as root. */
public sealed interface Rights {
  /** The file that gives them; one without a dot, else sudo does not read it. */
  String FILE = "/etc/sudoers.d/90-mesh-infra";

  /** Nothing: all that is wanted on the node belongs to the login itself. */
  record Nothing() implements Rights {}

  /**
   * One command, word for word: the shell that takes a script from the hub.
   *
   * @param why the resource that needs it
   */
  record OneCommand(String why) implements Rights {}

  /**
   * Every command as root, since playbooks become root by another command line each time.
   *
   * @param why the resource that needs it
   */
  record AnyCommand(String why) implements Rights {}

  /** The lines for sudo; empty when there are none to be. */
  default String sudoers(String login) {
    return switch (this) {
      case Nothing nothing -> "";
      case OneCommand one ->
          """
          # Made by mesh node add: what the hub does here as root. No other command, no other user.
          Cmnd_Alias MESH_INFRA = %s
          %s ALL=(root) NOPASSWD: MESH_INFRA
          """
              .formatted(escaped(command()), login);
      case AnyCommand any ->
          """
          # Made by mesh node add: playbooks become root by a command line that is another one each time.
          %s ALL=(root) NOPASSWD: ALL
          """
              .formatted(login);
    };
  }

  /** How a manifest says it. */
  default Target.Become become() {
    return switch (this) {
      case Nothing nothing -> Target.Become.NONE;
      case OneCommand one -> Target.Become.SUDO;
      case AnyCommand any -> Target.Become.SUDO;
    };
  }

  /** For people. */
  default String told() {
    return switch (this) {
      case Nothing nothing -> "no rights as root: nothing in the catalog needs them";
      case OneCommand one -> "one command as root, needed by " + one.why();
      case AnyCommand any -> "every command as root, needed by " + any.why();
    };
  }

  /** The command line as sudo sees it. */
  static String command() {
    return String.join(" ", Delivery.SHELL);
  }

  /**
   * Arguments as sudoers(5) wants them: its own characters and those of wildcards are taken
   * literally.
   */
  private static String escaped(String command) {
    return command
        .codePoints()
        .mapToObj(Character::toString)
        .map(c -> "\\,:=*?[]!".contains(c) ? "\\" + c : c)
        .collect(Collectors.joining());
  }
}
