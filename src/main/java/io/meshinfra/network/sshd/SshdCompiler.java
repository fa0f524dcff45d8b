package io.meshinfra.network.sshd;

import io.meshinfra.resource.AccountName;
import java.util.stream.Collectors;

/**
 * Writes the drop-in; pure. All its values are numbers, words of an enum, and account names, which
 * hold nothing that means something in a pattern of sshd_config(5).
 */
public final class SshdCompiler {
  private SshdCompiler() {}

  /** {@code AuthenticationMethods} stands above whatever else would let somebody in. */
  public static String compile(SshdRules rules) {
    StringBuilder text =
        new StringBuilder(
            """
            # Kept by mesh-infra, made from the network intent: what is changed here by hand is undone.
            # sshd takes the first value that it finds, and ports add up.
            """);
    rules.ports().forEach(port -> text.append("Port ").append(port.intValue()).append('\n'));
    text.append(
        """
        PubkeyAuthentication yes
        PasswordAuthentication no
        KbdInteractiveAuthentication no
        PermitEmptyPasswords no
        AuthenticationMethods publickey
        """);
    text.append("PermitRootLogin ").append(rules.rootLogin().word()).append('\n');
    rules
        .users()
        .ifPresent(users ->
            text.append("AllowUsers ")
                .append(users.stream().map(AccountName::value).collect(Collectors.joining(" ")))
                .append('\n'));
    return text.toString();
  }
}
