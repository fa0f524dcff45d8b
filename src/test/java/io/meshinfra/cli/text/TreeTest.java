package io.meshinfra.cli.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class TreeTest {
  @Test
  void shouldWriteYamlThatPeopleRead() throws Exception {
    JsonNode tree =
        Tree.mapper()
            .readTree(
                """
                {"node":"laptop","sync":"Synced","changes":2,"labels":{},"since":null,
                 "drift":[{"resource":"file:/etc/motd","attributes":[{"name":"mode","to":"0644"}]}]}
                """);

    assertEquals(
        """
        node: laptop
        sync: Synced
        changes: 2
        labels: {}
        since: null
        drift:
          - resource: "file:/etc/motd"
            attributes:
              - name: mode
                to: "0644"
        """,
        Tree.yaml(tree));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", "no", "NULL", "~", "0644", "1e3", "- a", "a: b", "#", "\"", "'", "\n", "a\tb", "é",
        "\u0000", "2026-03-02", "[x]", "{x}", "&a", "*a", "!t", "|", ">", "%", "@", "`", "\\", "\u2028"
      })
  void shouldKeepEveryText(String text) {
    JsonNode tree =
        Tree.mapper().createObjectNode().put("text", text).put(text.isEmpty() ? "k" : text, "x");

    Object read = new Load(LoadSettings.builder().build()).loadFromString(Tree.yaml(tree));

    assertEquals(text, ((java.util.Map<?, ?>) read).get("text"));
  }
}
