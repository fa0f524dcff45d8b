package io.meshinfra.network.intent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.Content;
import io.meshinfra.network.identity.Authorities;
import io.meshinfra.network.intent.RevocationEdit.Edit;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RevocationEditTest {
  private static final Revocation SERIAL = new Revocation.Serial(42);

  private static Edit add(String text, Revocation revocation, String reason) {
    return RevocationEdit.add("network.yaml", Content.of(text), revocation, reason);
  }

  private static String edited(String text, String reason) {
    return assertInstanceOf(Edit.Edited.class, add(text, SERIAL, reason))
        .content()
        .text()
        .orElseThrow();
  }

  private static String with(String revoked) {
    return Authorities.text(Authorities.CA, "").stripTrailing() + "\n" + revoked;
  }

  @Test
  void shouldBeginAList() {
    String text = with("");

    assertEquals(
        text + "  revoked:\n    - {serial: 42, reason: \"stolen\"}\n", edited(text, "stolen"));
  }

  @Test
  void shouldWriteBehindTheLastOfAList() {
    String text =
        with(
            """
              revoked:
                # told by Ann
                - {serial: 7}   # her laptop
                -
                  serial: 8
            security_invariants: [default_deny_inbound]
            """);

    assertEquals(
        text.replace("serial: 8\n", "serial: 8\n    - {serial: 42, reason: \"x\"}\n"),
        edited(text, "x"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "[{serial: 7}]", "[\n    {serial: 7},\n  ]"})
  void shouldWriteIntoBrackets(String list) {
    String text = with("  revoked: " + list + "\n");

    String after = edited(text, "x");

    assertTrue(after.contains("{serial: 42, reason: \"x\"}"), after);
    assertTrue(after.startsWith(text.substring(0, text.indexOf("revoked"))), after);
  }

  /** A reason is a text of a person, and stays one. */
  @ParameterizedTest
  @ValueSource(
      strings = {"a \"quoted\" \\ one", "}, {serial: 1", "# no comment", "\u00fcber\tx: y"})
  void shouldKeepAReasonInItsPlace(String reason) {
    String after = edited(with(""), reason);

    Intent intent =
        assertInstanceOf(Reading.Sound.class, IntentReader.read("network.yaml", Content.of(after)))
            .intent();
    assertEquals(Set.of(SERIAL), Set.copyOf(intent.sshCa().orElseThrow().revoked()));
  }

  @Test
  void shouldWriteKeyIdsAndKeys() {
    Edit edit = add(with(""), new Revocation.KeyId("person:ann"), "left");

    String after = assertInstanceOf(Edit.Edited.class, edit).content().text().orElseThrow();
    assertTrue(after.contains("- {key_id: \"person:ann\", reason: \"left\"}"), after);
  }

  @Test
  void shouldSeeThatItIsThere() {
    assertInstanceOf(Edit.Already.class, add(with("  revoked: [{serial: 42}]\n"), SERIAL, "x"));
  }

  @Test
  void shouldNotGuess() {
    String flow =
        """
        version: 1
        nodes: {hub: {internal_ip: 10.0.0.1/24, roles: [hub]}}
        ssh_ca: {public_key: %s, principals: {a: {logins: [a], for: [operator]}}}
        """
            .formatted(Authorities.CA);

    String reason = assertInstanceOf(Edit.Refused.class, add(flow, SERIAL, "x")).reason();
    assertTrue(
        reason.endsWith("by hand into revoked of ssh_ca: {serial: 42, reason: \"x\"}"), reason);
    assertInstanceOf(Edit.Refused.class, add("version: 2\n", SERIAL, "x"));
    assertInstanceOf(
        Edit.Refused.class,
        add("version: 1\nnodes: {hub: {internal_ip: 10.0.0.1/24}}\n", SERIAL, "x"));
  }
}
