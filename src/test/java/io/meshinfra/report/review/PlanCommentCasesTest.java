package io.meshinfra.report.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.report.markdown.Forges;
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
 * One case per folder of {@code src/test/resources/report/review}; {@link PlanCase} says what is in
 * it. {@code -Dgolden=overwrite} writes the comments anew.
 */
class PlanCommentCasesTest {
  private static final Path CASES = Path.of("src/test/resources/report/review");
  private static final Set<String> WITHOUT_TREES = Set.of("case.yaml", "comment.md");
  private static final Set<String> FILES = Set.of("case.yaml", "comment.md", "head", "target");

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
    PlanCase given = PlanCase.read(folder);
    PlanReport report = new PlanCaseReport(given).report();
    String comment = PlanComment.of(report, given.page(), given.full()).text() + "\n";
    Path golden = folder.resolve("comment.md");
    if ("overwrite".equals(System.getProperty("golden"))) {
      Files.writeString(golden, comment);
    }

    assertEquals(Files.exists(golden) ? Files.readString(golden) : "", comment);
    assertTrue(comment.length() <= given.page().longest(), "longer than the forge takes");
    assertEquals(given.notPlanned().isPresent() ? WITHOUT_TREES : FILES, names(folder));
    assertOnlyOurOwnTags(comment);
    assertFitsEverySmallPage(report, given);
  }

  /** Nothing acts but the marker, the folds, and the link to the whole report. */
  private static void assertOnlyOurOwnTags(String comment) {
    for (String acting : Forges.read(comment).acting()) {
      assertTrue(
          acting.matches("(?s)html: (<!-- mesh-infra/plan [^>]*-->|</details>)")
              || acting.matches("(?s)html: <details><summary>[^<>]*</summary>")
              || acting.matches("link: https://hub\\.example/api/v1/reviews/17"),
          acting);
    }
  }

  private static void assertFitsEverySmallPage(PlanReport report, PlanCase given) {
    for (int longest = Page.SHORTEST; longest < 6_000; longest += 397) {
      Page page = new Page(longest, given.page().folds());
      String text = PlanComment.of(report, page, given.full()).text();
      assertTrue(text.length() <= longest, longest + " < " + text.length());
      assertTrue(text.contains("### mesh plan"), text);
    }
  }

  private static Set<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
