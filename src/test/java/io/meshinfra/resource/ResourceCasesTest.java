package io.meshinfra.resource;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs every {@code src/test/resources/resource/<kind>/<case>.yaml} against the type of that kind.
 *
 * <p>A new kind needs a folder with at least a no-op case; {@link ResourceCase} lists the fields.
 * {@code -Dgolden=overwrite} rewrites the {@code actions} of each case to what they are now.
 */
class ResourceCasesTest {
  private static final Path CASES = Path.of("src/test/resources/resource");

  @TestFactory
  List<DynamicContainer> everyCaseOfEveryKind() throws IOException {
    ResourceTypes types = ResourceTypes.installed();
    TreeSet<String> kinds = new TreeSet<>(types.kinds());
    kinds.addAll(names(CASES));
    List<DynamicContainer> containers = new ArrayList<>();
    for (String kind : kinds) {
      containers.add(dynamicContainer(kind, tests(kind, types)));
    }
    return containers;
  }

  private static List<DynamicNode> tests(String kind, ResourceTypes types) throws IOException {
    Path folder = CASES.resolve(kind);
    List<String> files = names(folder);
    if (types.of(kind).isEmpty()) {
      return List.of(
          dynamicTest("has a type", () -> fail(folder + " is for a kind that is not there")));
    }
    ResourceType<?> type = types.of(kind).get();
    List<DynamicNode> tests = new ArrayList<>();
    tests.add(dynamicTest("has a no-op case", () -> requireNoOp(kind, folder, files)));
    for (String file : files) {
      tests.add(
          dynamicTest(
              file.replaceFirst("\\.yaml$", ""),
              folder.resolve(file).toUri(),
              () -> run(type, folder.resolve(file))));
    }
    return tests;
  }

  private static void requireNoOp(String kind, Path folder, List<String> files) {
    assertTrue(!files.isEmpty(), "kind " + kind + " has no cases; write some in " + folder);
    assertTrue(
        files.stream().map(folder::resolve).map(ResourceCase::read).anyMatch(ResourceCase::isNoOp),
        "kind " + kind + " has no case with `change: none`; write one in " + folder);
  }

  private static void run(ResourceType<?> type, Path file) {
    assertTrue(file.toString().endsWith(".yaml"), file + " is not a case; cases end in .yaml");
    new CaseRun<>(type, ResourceCase.read(file)).check();
  }

  private static List<String> names(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }
}
