package io.meshinfra.cli.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshinfra.model.KeyOnNode;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.Intents;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.intent.WireguardKey;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class KeyFindingsTest {
  private static final String HUB = "xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg=";
  private static final String OTHER = "+TIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg=";
  private static final Intent INTENT =
      Intents.sound(
          """
          version: 1
          mesh: {network: 10.0.0.0/24}
          nodes:
            hub: {internal_ip: 10.0.0.1, wireguard: {public_key: "%s"}}
            laptop: {internal_ip: 10.0.0.2}
          """
              .formatted(HUB));

  private static KeyFindings found(String node, KeyOnNode answer, boolean replace) {
    return KeyFindings.of(INTENT, new TreeMap<>(Map.of(new NodeName(node), answer)), replace);
  }

  private static void assertRow(String row, KeyFindings found) {
    assertEquals(
        row,
        found
            .table(true)
            .text(0)
            .lines()
            .skip(1)
            .findFirst()
            .orElseThrow()
            .replaceAll(" {2,}", "|"));
  }

  @Test
  void shouldWriteAKeyThatIsNew() {
    KeyFindings found = found("laptop", new KeyOnNode.Has(OTHER), false);

    assertEquals(Map.of(new NodeName("laptop"), new WireguardKey(OTHER)), found.toWrite());
    assertEquals(1, found.code(false));
    assertEquals(0, found.code(true));
    assertRow("laptop|" + OTHER + "|written|-", found);
  }

  @Test
  void shouldLeaveTheKeyThatIsThere() {
    KeyFindings found = found("hub", new KeyOnNode.Has(HUB), false);

    assertEquals(Map.of(), found.toWrite());
    assertEquals(0, found.code(false));
  }

  @Test
  void shouldTellAnotherKeyAndNotTakeItOver() {
    KeyFindings found = found("hub", new KeyOnNode.Has(OTHER), false);

    assertEquals(Map.of(), found.toWrite());
    assertEquals(1, found.code(true));
    assertRow(
        "hub|%s|another one|the intent has %s; if the node was set up anew: --replace"
            .formatted(OTHER, HUB),
        found);
  }

  @Test
  void shouldTakeAnotherKeyOverWhenToldSo() {
    KeyFindings found = found("hub", new KeyOnNode.Has(OTHER), true);

    assertEquals(Map.of(new NodeName("hub"), new WireguardKey(OTHER)), found.toWrite());
  }

  /** Else a node could make the whole revision invalid, or pretend to be another. */
  @Test
  void shouldNotTakeTheKeyOfAnotherNode() {
    KeyFindings found = found("laptop", new KeyOnNode.Has(HUB), true);

    assertEquals(Map.of(), found.toWrite());
    assertEquals(2, found.code(false));
    assertRow("laptop|-|unknown|the node says that it has the key of hub", found);
  }

  @Test
  void shouldTakeNothingThatIsNoKey() {
    KeyFindings found =
        found("laptop", new KeyOnNode.Has("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="), true);

    assertEquals(Map.of(), found.toWrite());
    assertEquals(2, found.code(false));
  }

  @Test
  void shouldTellThatThereIsNoKeyAndThatNobodyAnswers() {
    assertEquals(1, found("laptop", new KeyOnNode.None(), false).code(false));
    assertEquals(2, found("laptop", new KeyOnNode.Untold("away"), false).code(false));
  }
}
