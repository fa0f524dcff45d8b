package io.meshinfra.cli.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.meshinfra.cli.CommandModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReferencePagesTest {
  private static final Map<String, String> PAGES =
      ReferencePages.all(CommandModel.all().getCommandSpec());

  static Set<String> pages() {
    return PAGES.keySet();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void shouldBeCheckedInAsItIs(String page) throws Exception {
    Path file = Path.of("docs", page);

    assertEquals(
        PAGES.get(page),
        Files.exists(file) ? Files.readString(file) : "",
        file + " is stale; make docs writes it anew");
  }

  static Stream<String> settings() {
    return PAGES.get("reference/configuration.md").lines().filter(l -> l.startsWith("| `mesh."));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void shouldSayWhatEachSettingMeans(String line) {
    assertFalse(line.endsWith("|  |"), "give the method in HubSettings a @Doc: " + line);
  }
}
