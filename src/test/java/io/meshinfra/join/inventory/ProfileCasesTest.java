package io.meshinfra.join.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.desired.Catalogs;
import io.meshinfra.desired.Loading;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.ResourceId;
import io.meshinfra.resource.Resource;
import io.meshinfra.resource.ResourceTypes;
import io.meshinfra.support.MemoryTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * One case per folder of {@code src/test/resources/import}: {@code inventory} is what the machine
 * says, with <code>@{TEXT}</code> for what it sends as base64; {@code out.txt} the drafted files
 * and what is left out. {@code -Dgolden=overwrite} writes it anew.
 */
class ProfileCasesTest {
  private static final Path CASES = Path.of("src/test/resources/import");
  private static final Pattern TEXT = Pattern.compile("@\\{(.*?)}@");
  private static final NodeName NODE = new NodeName("web");

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

  private static void check(Path folder) throws Exception {
    InventoryReader reader = new InventoryReader();
    for (String line : Files.readAllLines(folder.resolve("inventory"))) {
      String sent =
          TEXT.matcher(line)
              .replaceAll(text ->
                  Base64.getEncoder()
                      .encodeToString(
                          text.group(1).replace("\\n", "\n").getBytes(StandardCharsets.UTF_8)));
      reader.line("inv\t" + sent);
    }
    ProfileDraft draft = ProfileDraft.of(NODE, reader.inventory().orElseThrow());

    StringBuilder out = new StringBuilder();
    draft
        .files()
        .forEach((path, content) ->
            out.append("=== " + path + "\n").append(content.text().orElse("(no text)\n")));
    out.append("=== left out\n");
    draft.leftOut().forEach(left -> out.append(left.what() + ": " + left.reason() + "\n"));
    Path golden = folder.resolve("out.txt");
    if ("overwrite".equals(System.getProperty("golden"))) {
      Files.writeString(golden, out);
    }
    assertEquals(Files.exists(golden) ? Files.readString(golden) : "", out.toString());
    shouldBeReadBackAsWhatItSays(draft);
  }

  /** The reader of manifests takes every line of it for the resource that was meant. */
  private static void shouldBeReadBackAsWhatItSays(ProfileDraft draft) {
    MemoryTree tree =
        MemoryTree.of(
            "node.yaml",
            "apiVersion: mesh-infra/v1\nkind: Node\nmetadata: {name: web, labels: {node: web}}\n"
                + "spec: {access: [local: true]}\n");
    draft.files().forEach(tree::with);
    Loading loading = new Catalogs(ResourceTypes.installed()).load(tree, "");
    assertTrue(
        loading instanceof Loading.Loaded,
        loading instanceof Loading.Invalid mistakes ? mistakes.report() : "");
    Set<ResourceId> read =
        ((Loading.Loaded) loading)
            .fleet().node(NODE).orElseThrow().catalog().resources().stream()
                .map(Resource::id)
                .collect(Collectors.toSet());
    assertEquals(
        draft.entries().stream().map(ProfileDraft.Entry::id).collect(Collectors.toSet()), read);
  }
}
