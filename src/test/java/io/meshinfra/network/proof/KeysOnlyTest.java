package io.meshinfra.network.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshinfra.model.NodeName;
import io.meshinfra.network.Intents;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.intent.Invariant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class KeysOnlyTest {
  private static final String FINE =
      """
      PubkeyAuthentication yes
      PasswordAuthentication no
      KbdInteractiveAuthentication no
      PermitEmptyPasswords no
      AuthenticationMethods publickey
      PermitRootLogin no
      """;

  private static InvariantCheck check(String backEnds, Map<String, String> dropIns) {
    Intent intent =
        Intents.sound(
            """
            version: 1
            back_ends: %s
            nodes:
              hub: {internal_ip: 10.0.0.1/24}
              laptop: {internal_ip: 10.0.0.2/24}
              phone: {internal_ip: 10.0.0.3/24, managed: false}
            """
                .formatted(backEnds));
    SortedMap<NodeName, String> texts = new TreeMap<>();
    dropIns.forEach((node, text) -> texts.put(new NodeName(node), text));
    return new KeysOnly(intent, texts).check(Invariant.SSH_KEY_ONLY_AUTH, intent.at());
  }

  @Test
  void shouldHoldWhenEachNodeOfTheFleetTakesKeysOnly() {
    assertEquals(
        InvariantCheck.Status.HOLDS, check("[sshd]", Map.of("hub", FINE, "laptop", FINE)).status());
  }

  @Test
  void shouldBeEnforcedByNothingWithoutTheBackEnd() {
    InvariantCheck none = check("[nftables]", Map.of());
    InvariantCheck one = check("[sshd]", Map.of("hub", FINE));

    assertEquals(InvariantCheck.Status.NOT_ENFORCED, none.status());
    assertEquals(List.of("nothing is compiled to sshd for laptop"), one.reasons());
    assertEquals(InvariantCheck.Status.NOT_ENFORCED, one.status());
  }

  @Test
  void shouldBeBrokenByWhatTakesMore() {
    InvariantCheck check =
        check(
            "[sshd]",
            Map.of(
                "hub",
                "PasswordAuthentication yes\n" + FINE,
                "laptop",
                FINE + "Match User alice\n"));

    assertEquals(InvariantCheck.Status.BROKEN, check.status());
    assertEquals(
        List.of(
            "sshd of hub would take more than keys: passwordauthentication is yes",
            "sshd of laptop would take more than keys: line 7 is not understood: \"Match User alice\""),
        check.reasons());
  }
}
