package io.meshinfra.join;

import io.meshinfra.model.ShellScript;
import io.meshinfra.model.Target;
import io.meshinfra.secret.Secret;
import io.meshinfra.transport.Delivery;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Who comes to a machine before the hub does, or after it.
 *
 * @param target the machine, and the person's login there
 * @param password that sudo asks the person for; empty when it asks for none
 */
public record Person(Target target, Optional<Secret> password) {

  /** The login as it is reached: with a password, sudo is called by the script itself. */
  Target reached() {
    return password.isEmpty()
        ? target
        : new Target(
            target.node(), target.access(), target.hostKeys(), target.user(), Target.Become.NONE);
  }

  /**
   * The script as root. The password goes over the connection to a builtin of the shell, and to
   * sudo over a pipe: it is no argument of any process. {@code -k} has sudo ask in any case, so
   * that the password is never taken for something else.
   */
  ShellScript asRoot(ShellScript script) {
    if (password.isEmpty()) {
      return script;
    }
    int length = script.text().getBytes(StandardCharsets.UTF_8).length;
    return ShellScript.of(
        "{ printf '%s\\n%s\\n' {} {}; printf %s {}; } | sudo -k -S -p '' -- {*}",
        password.get().reveal(), length, script, Delivery.SHELL);
  }

  /** What sudo said, without the password. */
  String redacted(String text) {
    return password.map(word -> word.redactIn(text)).orElse(text);
  }
}
