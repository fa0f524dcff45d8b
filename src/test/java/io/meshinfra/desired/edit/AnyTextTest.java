package io.meshinfra.desired.edit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.meshinfra.desired.yaml.Yaml;
import io.meshinfra.desired.yaml.YamlFile;
import io.meshinfra.desired.yaml.YamlReader;
import io.meshinfra.model.Content;
import io.meshinfra.resource.SpecValue;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a file on a node holds, the manifest says exactly that afterwards. */
class AnyTextTest {
  private static final List<String> PIECES =
      List.of(
          "a", "word", " ", "  ", "\n", "\n\n", "\r\n", "\t", "\"", "'", "\\", "#", " # x", ": ",
          "- ", "{", "}", "[", "]", "|", ">", "%", "@", "`", "&x", "*x", "!!str ", "---\n", "...\n",
          "ä", "😀", "\u0007", "\u0085", "\u2028", "\uFEFF", "true", "null", "0644", "~", "?");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "\"x\"",
        "'x'",
        "x   # comment",
        "|\n          old\n\n",
        "|+\n          old\n\n\n",
        "|2-  # comment\n           old",
        ">\n          old\n          new",
        "",
        "\"over\n          lines\""
      })
  void shouldReadAsItWasWritten(String old) {
    Random random = new Random(42);
    for (int i = 0; i < 300; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(12); n >= 0; n--) {
        text.append(PIECES.get(random.nextInt(PIECES.size())));
      }
      for (String end : List.of("\n", "\r\n")) {
        check(old, text.toString(), end);
      }
    }
  }

  private static void check(String old, String text, String end) {
    if (text.contains("{{") || text.contains("{%") || text.contains("{#")) {
      return;
    }
    String before =
        "spec:\n  resources:\n    # first\n    - file:\n        path: /x\n        content: ";
    String after = "\n        # last\n        owner: bob   # end\n    - group: {name: x}\n";
    Content manifest = Content.of((before + old + after).replace("\n", end));

    ManifestEdit edit =
        ManifestEdit.of(
            manifest,
            manifest,
            "a.yaml:4:7",
            "file",
            new TreeMap<>(Map.of("content", new SpecValue.Text(text))));

    String written =
        new String(
            assertInstanceOf(ManifestEdit.Edited.class, edit, () -> edit + " for " + text)
                .content()
                .bytes(),
            java.nio.charset.StandardCharsets.UTF_8);
    assertEquals(text, content(written), written);
    String rest = "# last" + end + "        owner: bob   # end" + end;
    assertEquals(true, written.contains(rest), written);
    assertEquals(true, written.startsWith(before.replace("\n", end).stripTrailing()), written);
  }

  private static String content(String written) {
    YamlFile file = YamlReader.read("a.yaml", written);
    assertEquals(List.of(), file.findings(), written);
    Yaml.Fields spec = fields(((Yaml.Fields) file.documents().getFirst()).get("spec"));
    Yaml.Items list = (Yaml.Items) spec.get("resources").orElseThrow();
    Yaml.Fields body = fields(((Yaml.Fields) list.items().getFirst()).get("file"));
    return ((Yaml.Scalar) body.get("content").orElseThrow()).text();
  }

  private static Yaml.Fields fields(java.util.Optional<Yaml> yaml) {
    return (Yaml.Fields) yaml.orElseThrow();
  }
}
