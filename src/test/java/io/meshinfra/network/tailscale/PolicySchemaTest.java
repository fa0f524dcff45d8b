package io.meshinfra.network.tailscale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every stored policy file is as Tailscale documents it; the schema says where that is from. */
class PolicySchemaTest {
  private static final Path CASES = Path.of("src/test/resources/network");
  private static final Schema SCHEMA = schema();

  private static Schema schema() {
    try {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(Files.readString(Path.of("src/test/resources/tailscale/policy.schema.json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> mistakes(String text) {
    String json = HuJson.read(text).value().orElseThrow().toString();
    return SCHEMA.validate(json, com.networknt.schema.InputFormat.JSON).stream()
        .map(Object::toString)
        .toList();
  }

  @Test
  void shouldTakeEveryStoredFile() throws IOException {
    try (Stream<Path> files = Files.walk(CASES)) {
      List<Path> stored =
          files.filter(file -> file.toString().endsWith("tailnet.hujson")).sorted().toList();
      assertFalse(stored.isEmpty());
      for (Path file : stored) {
        assertEquals(List.of(), mistakes(Files.readString(file)), file.toString());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void shouldTakeWhateverIsCompiled(long seed) {
    assertEquals(List.of(), mistakes(Planned.random(seed, 9, 15).compiled()));
  }

  @ParameterizedTest
  @CsvSource({
    "tag:node-n1, tag:node_n1",
    "tcp:, tcp/",
    "grants, grant",
    "src, source",
    "autogroup:admin, autogroup:everybody"
  })
  void shouldSeeWhatIsWrong(String right, String wrong) {
    String text = Planned.random(1, 9, 15).compiled();

    assertTrue(text.contains(right), text);
    assertFalse(mistakes(text.replace(right, wrong)).isEmpty());
  }
}
