package io.meshinfra.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.meshinfra.desired.edit.ManifestEdit;
import io.meshinfra.model.Content;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.WireguardKey;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WireguardKeysTest {
  private static final String KEY = "xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg=";
  private static final String OTHER = "+TIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg=";

  private static ManifestEdit write(String text, String... nodes) {
    TreeMap<NodeName, WireguardKey> keys = new TreeMap<>();
    for (String node : nodes) {
      keys.put(new NodeName(node), new WireguardKey(KEY));
    }
    return WireguardKeys.write("network.yaml", Content.of(text), keys);
  }

  private static String written(String text, String... nodes) {
    return assertInstanceOf(ManifestEdit.Edited.class, write(text, nodes))
        .content()
        .text()
        .orElseThrow();
  }

  @Test
  void shouldKeepCommentsOrderAndStyle() {
    String text =
        """
        # THIS IS YOUR SOURCE OF TRUTH
        version: 1
        nodes:
          hub: {internal_ip: 10.0.0.1/24, roles: [hub]}   # in the cloud
          laptop:
            # comes and goes
            internal_ip: 10.0.0.2/24     # by hand

            roaming: true
          web:
            internal_ip: 10.0.0.3/24
            wireguard:
              port: 41641                # behind a firewall
          old: {internal_ip: 10.0.0.4/24, wireguard: {public_key: "%s", userspace: true}}
        access_policy: []
        """
            .formatted(OTHER);

    assertEquals(
        """
        # THIS IS YOUR SOURCE OF TRUTH
        version: 1
        nodes:
          hub: {internal_ip: 10.0.0.1/24, wireguard: {public_key: "KEY"}, roles: [hub]}   # in the cloud
          laptop:
            # comes and goes
            internal_ip: 10.0.0.2/24     # by hand
            wireguard: {public_key: "KEY"}

            roaming: true
          web:
            internal_ip: 10.0.0.3/24
            wireguard:
              port: 41641                # behind a firewall
              public_key: KEY
          old: {internal_ip: 10.0.0.4/24, wireguard: {public_key: "KEY", userspace: true}}
        access_policy: []
        """
            .replace("KEY", KEY),
        written(text, "hub", "laptop", "web", "old"));
  }

  @Test
  void shouldKeepLineEndsOfWindows() {
    assertEquals(
        "nodes:\r\n  a:\r\n    internal_ip: 10.0.0.1\r\n    wireguard: {public_key: \"KEY\"}\r\n"
            .replace("KEY", KEY),
        written("nodes:\r\n  a:\r\n    internal_ip: 10.0.0.1\r\n", "a"));
  }

  @Test
  void shouldRefuseWhatOtherPlacesShare() {
    String text = "nodes:\n  a: &same {internal_ip: 10.0.0.1}\n  b: *same\n";

    ManifestEdit.Refused refused = assertInstanceOf(ManifestEdit.Refused.class, write(text, "b"));

    assertEquals(true, refused.reason().startsWith("b: "), refused.reason());
  }

  @Test
  void shouldRefuseANodeThatIsNotThere() {
    assertEquals(
        new ManifestEdit.Refused("c: the entry is no longer in the file"),
        write("nodes:\n  a: {internal_ip: 10.0.0.1}\n", "c"));
  }

  @Test
  void shouldGiveTheEditedFileToTheReaderAsItWas() {
    assertEquals(
        Map.of(new NodeName("n1"), new WireguardKey(KEY)), keys(written(Intents.nodes(3), "n1")));
  }

  private static Map<NodeName, WireguardKey> keys(String text) {
    Map<NodeName, WireguardKey> keys = new TreeMap<>();
    Intents.sound(text)
        .nodes()
        .forEach(
            (name, node) -> node.wireguard().publicKey().ifPresent(key -> keys.put(name, key)));
    return keys;
  }
}
