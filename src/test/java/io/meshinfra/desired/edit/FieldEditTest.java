package io.meshinfra.desired.edit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.meshinfra.model.Content;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FieldEditTest {
  private static final String BLOCK =
      """
      # top
      nodes:
        a:
          ip: 1   # first
        b:
          ip: 2   # second

      # rules
      rules:
        - {name: x, from: [a, b], to: a}
        - name: y
          from: b
      """;

  private static FieldEdit of(String text) throws Exception {
    return FieldEdit.of("f.yaml", Content.of(text));
  }

  private static String text(FieldEdit edit) {
    return edit.content().text().orElseThrow();
  }

  private static Map<String, String> fields() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("ip", "3");
    fields.put("roles", "[web]");
    return fields;
  }

  @Test
  void shouldWriteANewKeyAsItsNeighbourIsWritten() throws Exception {
    assertEquals(
        BLOCK.replace("# second\n", "# second\n  c:\n    ip: 3\n    roles: [web]\n"),
        text(of(BLOCK).add(List.of("nodes"), "c", fields())));
    assertEquals(
        "nodes:\n  a: {ip: 1}   # one\n  c: {ip: 3, roles: [web]}\nend: x\n",
        text(of("nodes:\n  a: {ip: 1}   # one\nend: x\n").add(List.of("nodes"), "c", fields())));
    assertEquals(
        "nodes: {a: {ip: 1}, c: {ip: 3, roles: [web]}} # end",
        text(of("nodes: {a: {ip: 1}} # end").add(List.of("nodes"), "c", fields())));
  }

  @Test
  void shouldKeepLineEndsOfWindows() throws Exception {
    assertEquals(
        "nodes:\r\n  a: {ip: 1}\r\n  c: {ip: 3, roles: [web]}\r\n",
        text(of("nodes:\r\n  a: {ip: 1}\r\n").add(List.of("nodes"), "c", fields())));
  }

  @Test
  void shouldTakeAwayAKeyWithAllBelowIt() throws Exception {
    assertEquals(
        BLOCK.replace("  a:\n    ip: 1   # first\n", ""),
        text(of(BLOCK).remove(List.of("nodes"), "a")));
    assertEquals(BLOCK, text(of(BLOCK).remove(List.of("nodes"), "other")));
  }

  @Test
  void shouldTakeAwayWordsAndItems() throws Exception {
    assertEquals(
        BLOCK.replace("[a, b]", "[b]"),
        text(of(BLOCK).removeWord(List.of("rules", 0, "from"), "a")));
    assertEquals(
        BLOCK.replace("  - name: y\n    from: b\n", ""),
        text(of(BLOCK).removeItem(List.of("rules"), 1)));
  }

  @Test
  void shouldNotGuess() {
    assertThrows(
        FieldEdit.Impossible.class, () -> of("nodes: {}\n").add(List.of("nodes"), "c", fields()));
    assertThrows(
        FieldEdit.Impossible.class, () -> of("a: 1\n").add(List.of("nodes"), "c", fields()));
    assertThrows(
        FieldEdit.Impossible.class,
        () -> of("x: &n {a: 1}\nnodes: *n\n").add(List.of("nodes"), "c", fields()));
    assertThrows(
        FieldEdit.Impossible.class, () -> of("nodes:\n  a: 1\n").remove(List.of("nodes"), "a"));
    assertThrows(FieldEdit.Impossible.class, () -> of(": : :\n\t").remove(List.of(), "a"));
  }
}
