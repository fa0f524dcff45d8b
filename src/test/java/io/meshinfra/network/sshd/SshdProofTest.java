package io.meshinfra.network.sshd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.network.intent.RootLogin;
import io.meshinfra.resource.AccountName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SshdProofTest {
  private static final SshdRules RULES = rules("alice", "mesh-ops");

  private static SshdRules rules(String... users) {
    SortedSet<AccountName> names = new TreeSet<>();
    List.of(users).forEach(user -> names.add(new AccountName(user)));
    return new SshdRules(
        new TreeSet<>(List.of(22, 2222)), RootLogin.PROHIBIT_PASSWORD, Optional.of(names));
  }

  private static SshdDropIn read(String text) {
    SshdDropIn.Reading reading = SshdReader.read(text);
    return assertInstanceOf(SshdDropIn.Reading.Read.class, reading, reading.toString()).dropIn();
  }

  private static String notUnderstood(String text) {
    return assertInstanceOf(SshdDropIn.Reading.NotUnderstood.class, SshdReader.read(text)).reason();
  }

  @Test
  void shouldFindNothingAmissInWhatTheCompilerWrites() {
    assertEquals(List.of(), SshdProof.differences(read(SshdCompiler.compile(RULES)), RULES));
  }

  /** Each line that is left out, and each that says the opposite before it, is found. */
  @Test
  void shouldFindEachLineThatIsWrong() {
    List<String> lines = SshdCompiler.compile(RULES).lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).startsWith("#")) {
        List<String> without = new ArrayList<>(lines);
        without.remove(i);
        assertFound(without, lines.get(i) + " left out");
        List<String> changed = new ArrayList<>(lines);
        changed.add(0, opposite(lines.get(i)));
        assertFound(changed, opposite(lines.get(i)) + " before it");
      }
    }
  }

  private static void assertFound(List<String> lines, String what) {
    SshdDropIn said = read(String.join("\n", lines) + "\n");
    assertFalse(SshdProof.differences(said, RULES).isEmpty(), what);
  }

  private static String opposite(String line) {
    return switch (line.split(" ")[0]) {
      case "Port" -> "port 23";
      case "AllowUsers" -> "ALLOWUSERS mallory";
      case "AuthenticationMethods" -> "AuthenticationMethods any";
      case "PermitRootLogin" -> "PermitRootLogin yes";
      default -> line.endsWith(" yes") ? line.replace(" yes", " no") : line.replace(" no", " yes");
    };
  }

  @Test
  void shouldTakeTheFirstValueAsSshdDoes() {
    SshdDropIn said =
        read("PasswordAuthentication no\npasswordauthentication yes\nPort 22\nPort 23\n");

    assertEquals("no", said.settings().get("passwordauthentication"));
    assertEquals(new TreeSet<>(List.of(22, 23)), said.ports());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Match User alice",
        "Include /tmp/x",
        "PasswordAuthentication=no",
        "PasswordAuthentication \"no\"",
        "PasswordAuthentication  no",
        " PasswordAuthentication no",
        "\tPort 22",
        "Port 22 23",
        "Port 0",
        "Port 65536",
        "Port 99999999999",
        "Port",
        "AllowUsers",
        "AllowUsers *",
        "AllowUsers !root",
        "AllowUsers a@b",
        "AllowUsers a  b",
        "PermitRootLogin\u00a0no",
        "PasswordAuthentication no\r",
        "# fine\u0000\nForceCommand reboot",
        "AuthorizedKeysCommand /bin/sh"
      })
  void shouldUnderstandNothingThatTheCompilerWouldNotWrite(String line) {
    assertTrue(notUnderstood("Port 22\n" + line + "\n").contains("is not understood"));
  }

  @Test
  void shouldNotReadALineWithoutAnEnd() {
    assertEquals("the last line has no end", notUnderstood("Port 22"));
  }

  @Test
  void shouldTellWhomItKeepsOut() {
    SshdDropIn said = read(SshdCompiler.compile(RULES));

    assertEquals(Optional.empty(), SshdProof.lockedOut(said, "mesh-ops"));
    assertEquals(
        Optional.of("it comes as root, which is not among users; add it"),
        SshdProof.lockedOut(said, "root"));
    assertEquals(
        Optional.of(
            "it comes as root, and root_login is no; use prohibit-password, or another user for the"
                + " Node"),
        SshdProof.lockedOut(read("PermitRootLogin no\nAllowUsers root\n"), "root"));
  }

  /** The text goes to a shell: values are quoted, and nothing but the one place is replaced. */
  @Test
  void shouldCheckOnTheNodeWhatWasMeant() {
    String check = SshdCheck.of(rules("machine$"), new AccountName("mesh-ops"));

    assertTrue(
        check.startsWith(
            "new=%s ports='22 2222' login='mesh-ops'"
                + " root='(without-password|prohibit-password|no)' only='machine$' "),
        check);
    assertEquals(check.indexOf("%s"), check.lastIndexOf("%s"));
  }
}
