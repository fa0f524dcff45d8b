package io.meshinfra.network.sshd;

import io.meshinfra.resource.AccountName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a node checks before a drop-in takes its place: the whole configuration with it, as sshd
 * itself reads it, and whether sshd would then do what the drop-in is for. A folder without an
 * {@code Include}, a line of others before it, a {@code Match}, a {@code ListenAddress} or a socket
 * unit would keep it from that, and the text of the drop-in alone does not show it.
 */
public final class SshdCheck {
  private static final String SCRIPT = script();

  private SshdCheck() {}

  /**
   * @param login as whom the hub comes
   * @return shell text with {@code %s} for the path of the new file
   */
  public static String of(SshdRules rules, AccountName login) {
    String root =
        switch (rules.rootLogin()) {
          case NO -> "no";
          // sshd -T calls it by its old name
          case PROHIBIT_PASSWORD -> "(without-password|prohibit-password|no)";
        };
    return SCRIPT
        .replace("'PORTS'", quoted(rules.ports()))
        .replace("'LOGIN'", quoted(Set.of(login)))
        .replace("'ROOT'", "'" + root + "'")
        .replace("'ONLY'", quoted(rules.users().orElse(new TreeSet<>())));
  }

  /** Numbers and account names: nothing that ends a quoted word. */
  private static String quoted(Set<?> words) {
    return words.stream().map(Object::toString).collect(Collectors.joining(" ", "'", "'"));
  }

  private static String script() {
    try (InputStream text = SshdCheck.class.getResourceAsStream("check.sh")) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
