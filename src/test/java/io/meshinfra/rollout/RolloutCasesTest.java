package io.meshinfra.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshinfra.desired.Catalogs;
import io.meshinfra.desired.Loading;
import io.meshinfra.desired.Rollout;
import io.meshinfra.resource.ResourceTypes;
import io.meshinfra.support.MemoryTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * One case per folder of {@code src/test/resources/rollout}: {@code in/} holds the manifests,
 * {@code story.txt} what happens, {@code told.txt} what the rollout says after each line of it.
 * {@code -Dgolden=overwrite} writes the latter anew.
 */
class RolloutCasesTest {
  private static final Path CASES = Path.of("src/test/resources/rollout");

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
    RolloutStory story = new RolloutStory(rollout(folder.resolve("in")));
    StringBuilder told = new StringBuilder(story.told());
    for (String line : Files.readAllLines(folder.resolve("story.txt"))) {
      if (line.startsWith("#") || line.isBlank()) {
        continue;
      }
      String answer = story.happens(line);
      told.append("\n> ").append(line).append('\n').append(answer).append(story.told());
    }
    Path golden = folder.resolve("told.txt");
    if ("overwrite".equals(System.getProperty("golden"))) {
      Files.writeString(golden, told);
    }
    assertEquals(Files.exists(golden) ? Files.readString(golden) : "", told.toString());
    assertEquals(new TreeSet<>(Set.of("in", "story.txt", "told.txt")), names(folder));
  }

  private static Rollout rollout(Path folder) throws IOException {
    return switch (new Catalogs(ResourceTypes.installed()).load(MemoryTree.of(folder), "")) {
      case Loading.Loaded loaded -> loaded.fleet().rollouts().getFirst();
      case Loading.Invalid invalid -> throw new IllegalStateException(invalid.report());
    };
  }

  private static Set<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
