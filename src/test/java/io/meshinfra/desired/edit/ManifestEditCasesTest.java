package io.meshinfra.desired.edit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.Content;
import io.meshinfra.resource.SpecValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * One case per folder of {@code src/test/resources/edit}: {@code in.yaml} is a file of manifests,
 * {@code edit.yaml} what shall be written where, {@code out.yaml} the file afterwards or {@code
 * refused.txt} the reason. {@code -Dgolden=overwrite} writes the latter two anew.
 *
 * <p>{@code edit.yaml} has {@code entry}, a text that stands once in the file and begins with the
 * key of the entry, and {@code set}: a text, number or flag for a key, {@code null} to leave it
 * out, {@code {gone, added}} for lists, {@code {settings}} for maps.
 */
class ManifestEditCasesTest {
  private static final Path CASES = Path.of("src/test/resources/edit");

  @TestFactory
  List<DynamicTest> cases() throws IOException {
    try (Stream<Path> folders = Files.list(CASES)) {
      return folders
          .sorted()
          .map(folder ->
              DynamicTest.dynamicTest(folder.getFileName().toString(), () -> check(folder)))
          .toList();
    }
  }

  private static void check(Path folder) throws IOException {
    Content in = Content.of(Files.readAllBytes(folder.resolve("in.yaml")));
    Map<?, ?> edit = yaml(Files.readString(folder.resolve("edit.yaml")));
    String entry = String.valueOf(edit.get("entry"));
    String kind = entry.substring(0, entry.indexOf(':'));
    String position = "in.yaml:" + position(new String(in.bytes(), UTF_8), entry);

    ManifestEdit done =
        ManifestEdit.of(in, in, position, kind, values((Map<?, ?>) edit.get("set")));

    String name = done instanceof ManifestEdit.Edited ? "out.yaml" : "refused.txt";
    byte[] actual =
        switch (done) {
          case ManifestEdit.Edited(Content content) -> content.bytes();
          case ManifestEdit.Refused(String reason) -> (reason + "\n").getBytes(UTF_8);
        };
    Path golden = folder.resolve(name);
    if ("overwrite".equals(System.getProperty("golden"))) {
      Files.deleteIfExists(folder.resolve("out.yaml"));
      Files.deleteIfExists(folder.resolve("refused.txt"));
      Files.write(golden, actual);
    }
    assertEquals(Files.exists(golden) ? Files.readString(golden) : "", new String(actual, UTF_8));
    assertEquals(new TreeSet<>(Set.of("in.yaml", "edit.yaml", name)), names(folder));
  }

  private static final java.nio.charset.Charset UTF_8 = java.nio.charset.StandardCharsets.UTF_8;

  /** As the catalog tells it: line and column, without the byte order mark. */
  private static String position(String text, String entry) {
    String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
    int at = plain.indexOf(entry);
    assertTrue(at >= 0 && plain.indexOf(entry, at + 1) < 0, entry + " does not stand there once");
    long line = plain.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
    int begin = plain.lastIndexOf('\n', at) + 1;
    return line + ":" + (plain.codePointCount(begin, at) + 1);
  }

  private static SortedMap<String, SpecValue> values(Map<?, ?> set) {
    TreeMap<String, SpecValue> values = new TreeMap<>();
    set.forEach((key, value) -> values.put(key.toString(), value(value)));
    return values;
  }

  private static SpecValue value(Object value) {
    return switch (value) {
      case null -> new SpecValue.Nothing();
      case Boolean flag -> new SpecValue.Flag(flag);
      case Integer number -> new SpecValue.Number(number);
      case Map<?, ?> map when map.containsKey("settings") -> {
        TreeMap<String, Optional<String>> settings = new TreeMap<>();
        ((Map<?, ?>) map.get("settings"))
            .forEach((name, text) ->
                settings.put(name.toString(), Optional.ofNullable(text).map(Object::toString)));
        yield new SpecValue.Settings(settings);
      }
      case Map<?, ?> map -> new SpecValue.Words(words(map.get("gone")), words(map.get("added")));
      default -> new SpecValue.Text(value.toString());
    };
  }

  private static List<String> words(Object list) {
    return list == null ? List.of() : ((List<?>) list).stream().map(Object::toString).toList();
  }

  private static Map<?, ?> yaml(String text) {
    return (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(text);
  }

  private static Set<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
