package io.meshinfra.join;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshinfra.desired.Catalogs;
import io.meshinfra.model.Content;
import io.meshinfra.model.NodeName;
import io.meshinfra.network.NetworkPlanner;
import io.meshinfra.resource.ResourceTypes;
import io.meshinfra.support.MemoryTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * One case per folder of {@code src/test/resources/join/leaving}: {@code in/} is a repository,
 * {@code node} who leaves it; {@code out.txt} tells the files that change, or why none does. {@code
 * -Dgolden=overwrite} writes it anew.
 */
class LeavingCasesTest {
  private static final Path CASES = Path.of("src/test/resources/join/leaving");

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
    MemoryTree in = MemoryTree.of(folder.resolve("in"));
    Catalogs catalogs = new Catalogs(ResourceTypes.installed(), "infra/policy/intent");
    Leaving leaving =
        new Leaving(
            in,
            "desired-state",
            "infra/policy/intent/network.yaml",
            tree -> catalogs.load(tree, "desired-state"),
            tree ->
                NetworkPlanner.plan(
                    tree, "infra/policy/intent", catalogs.members(tree, "desired-state")));

    Leaving.Result left =
        leaving.of(new NodeName(Files.readString(folder.resolve("node")).strip()));

    golden(folder.resolve("out.txt"), told(left));
  }

  private static String told(Leaving.Result result) {
    return switch (result) {
      case Leaving.Result.Ready ready -> {
        StringBuilder out = new StringBuilder();
        ready
            .edits()
            .forEach((path, content) ->
                out.append("=== " + path + "\n")
                    .append(content.flatMap(Content::text).orElse("(gone)\n")));
        yield out + "=== remarks\n" + String.join("\n", ready.remarks()) + "\n";
      }
      case Leaving.Result.Mistakes mistakes -> "=== mistakes\n" + mistakes.mistakes().report();
      case Leaving.Result.Impossible impossible -> "=== impossible\n" + impossible.reason() + "\n";
    };
  }

  private static void golden(Path golden, String actual) throws IOException {
    if ("overwrite".equals(System.getProperty("golden"))) {
      Files.writeString(golden, actual);
    }
    assertEquals(Files.exists(golden) ? Files.readString(golden) : "", actual);
  }
}
