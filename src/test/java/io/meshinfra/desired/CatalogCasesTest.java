package io.meshinfra.desired;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshinfra.resource.Catalog;
import io.meshinfra.resource.Resource;
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
 * One case per folder of {@code src/test/resources/desired}: {@code in/} holds the repository,
 * {@code findings.txt} or {@code catalog.txt} what comes of it. {@code -Dgolden=overwrite} writes
 * the latter anew.
 */
class CatalogCasesTest {
  private static final Path CASES = Path.of("src/test/resources/desired");

  @TestFactory
  List<DynamicTest> cases() throws IOException {
    try (Stream<Path> folders = Files.list(CASES)) {
      return folders
          .filter(Files::isDirectory)
          .sorted()
          .map(folder ->
              DynamicTest.dynamicTest(folder.getFileName().toString(), () -> check(folder)))
          .toList();
    }
  }

  private static void check(Path folder) throws IOException {
    MemoryTree tree = MemoryTree.of(folder.resolve("in"));
    Loading loading = new Catalogs(TestKinds.all()).load(tree, "");
    String name = loading instanceof Loading.Loaded ? "catalog.txt" : "findings.txt";
    String actual =
        switch (loading) {
          case Loading.Loaded(Fleet fleet) -> told(fleet);
          case Loading.Invalid invalid -> invalid.report();
        };
    Path golden = folder.resolve(name);
    if ("overwrite".equals(System.getProperty("golden"))) {
      Files.deleteIfExists(folder.resolve("catalog.txt"));
      Files.deleteIfExists(folder.resolve("findings.txt"));
      Files.writeString(golden, actual);
    }
    assertEquals(Files.exists(golden) ? Files.readString(golden) : "", actual);
    assertEquals(Set.of(), tree.unread(), "files that nothing reads");
    assertEquals(new TreeSet<>(Set.of("in", name)), names(folder));
  }

  private static Set<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  static String told(Fleet fleet) {
    StringBuilder out = new StringBuilder("fleet " + fleet.name() + "\n");
    for (FleetNode node : fleet.nodes().values()) {
      out.append(
          "node %s %s %s %s %s labels=%s%n"
              .formatted(
                  node.name(),
                  node.mode().word(),
                  node.presence(),
                  node.interval(),
                  node.target(),
                  node.labels()));
      node.catalog().resources().forEach(resource -> tell(node.catalog(), resource, out));
    }
    fleet.rollouts().forEach(rollout -> out.append(rollout).append('\n'));
    fleet.semaphores().forEach(semaphore -> out.append(semaphore).append('\n'));
    return out.toString();
  }

  private static void tell(Catalog catalog, Resource<?> resource, StringBuilder out) {
    Resource.Terms terms = resource.terms();
    out.append(
        "  %s %s%s (%s)%n"
            .formatted(
                resource.id(),
                terms.mode().word(),
                (terms.guard() ? " guard" : "")
                    + (terms.semaphores().isEmpty() ? "" : " takes " + terms.semaphores()),
                terms.position()));
    if (!catalog.dependenciesOf(resource.id()).isEmpty()) {
      out.append("    after %s%n".formatted(catalog.dependenciesOf(resource.id())));
    }
    out.append("    %s%n".formatted(resource.spec().toString().replace("\n", "\\n")));
  }
}
