package io.meshinfra.report.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.NodeName;
import io.meshinfra.model.Revision;
import io.meshinfra.report.markdown.Forges;
import io.meshinfra.report.review.Pulse.Tried;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each page is a file of {@code report/heartbeat}; {@code -Dgolden=overwrite} writes it anew. */
class HeartbeatPageTest {
  private static final Path PAGES = Path.of("src/test/resources/report/heartbeat");
  private static final Instant NOW = Instant.parse("2026-03-06T14:02:10Z");
  private static final Instant JUST_NOW = NOW.minusSeconds(4);
  private static final Instant TUESDAY = NOW.minus(Duration.ofDays(3));
  private static final Instant LONG_AGO = NOW.minus(Duration.ofDays(9));

  private static final Pulse HUB = pulse("hub", Tried.CAME_THROUGH, seen(JUST_NOW, 0, 0, 0), "");
  private static final Pulse WSL = pulse("wsl", Tried.CAME_THROUGH, seen(JUST_NOW, 0, 0, 0), "");
  private static final Pulse LAPTOP =
      new Pulse(
          new NodeName("laptop"),
          Tried.CAME_THROUGH,
          seen(JUST_NOW, 2, 1, 0),
          Optional.of(TUESDAY),
          "");
  private static final Pulse AWAY =
      pulse("edge-1", Tried.FAILED, seen(TUESDAY, 0, 0, 0), "presence on-demand");

  private static final Map<String, List<Pulse>> CASES =
      Map.of(
          "no-drift.md",
          List.of(WSL, HUB),
          "drift.md",
          List.of(HUB, LAPTOP, AWAY),
          "nobody-looks.md",
          List.of(
              pulse("hub", Tried.CAME_THROUGH, seen(LONG_AGO, 0, 0, 0), "suspended"),
              pulse("laptop", Tried.NEVER, Optional.empty(), ""),
              pulse("old", Tried.FAILED, seen(LONG_AGO, 3, 0, 0), "presence on-demand"),
              pulse("wsl", Tried.FAILED, Optional.empty(), "presence always-on")),
          "unclear.md",
          List.of(
              pulse("hub", Tried.CAME_THROUGH, seen(JUST_NOW, 0, 3, 0), ""),
              pulse("laptop", Tried.CAME_THROUGH, seen(JUST_NOW, 0, 1, 2), ""),
              WSL));

  private static Optional<Pulse.Seen> seen(Instant at, long moved, long behind, long unclear) {
    return Optional.of(new Pulse.Seen(at, moved, behind, unclear));
  }

  private static Pulse pulse(String node, Tried tried, Optional<Pulse.Seen> seen, String remark) {
    return new Pulse(new NodeName(node), tried, seen, Optional.empty(), remark);
  }

  private static Heartbeat beat(List<Pulse> nodes) {
    return new Heartbeat("demo", new Revision("a".repeat(40)), NOW, Duration.ofDays(7), nodes);
  }

  @TestFactory
  List<DynamicTest> pages() {
    return CASES.entrySet().stream()
        .map(page ->
            DynamicTest.dynamicTest(page.getKey(), () -> check(page.getKey(), page.getValue())))
        .toList();
  }

  private static void check(String name, List<Pulse> nodes) throws IOException {
    String page = HeartbeatPage.of(beat(nodes), new Page(Integer.MAX_VALUE, true)).text() + "\n";
    Path golden = PAGES.resolve(name);
    if ("overwrite".equals(System.getProperty("golden"))) {
      Files.writeString(golden, page);
    }
    assertEquals(Files.exists(golden) ? Files.readString(golden) : "", page);
  }

  @Test
  void shouldHaveNoPageWithoutACase() throws IOException {
    try (Stream<Path> files = Files.list(PAGES)) {
      Set<String> names =
          files.map(f -> f.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
      assertEquals(new TreeSet<>(CASES.keySet()), names);
    }
  }

  @Test
  void shouldSayNoDriftOnlyOfWhatWasLookedAt() {
    assertEquals("2 nodes: no drift on 2", beat(List.of(HUB, WSL)).headline());
    assertEquals(
        "3 nodes: 1 has drifted, no drift on 1, 1 away",
        beat(List.of(HUB, LAPTOP, AWAY)).headline());
    assertEquals("4 nodes: 2 away, 2 not looked at", beat(CASES.get("nobody-looks.md")).headline());
    assertEquals("0 nodes", beat(List.of()).headline());
  }

  @Test
  void shouldKnowDriftOfANodeThatWentAwaySinceThen() {
    Pulse gone = pulse("laptop", Tried.FAILED, seen(TUESDAY, 1, 0, 0), "");

    assertEquals("1 node: 1 has drifted", beat(List.of(gone)).headline());
  }

  @Test
  void shouldFitAndHoldNothingThatActs() {
    List<Pulse> nodes = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      nodes.add(pulse("n-" + i, Tried.NEVER, Optional.empty(), "`x` | @ada <b> [x](y)\n# z"));
    }
    for (int longest = Page.SHORTEST; longest < 5_000; longest += 97) {
      String text = HeartbeatPage.of(beat(nodes), new Page(longest, false)).text();
      assertTrue(text.length() <= longest, text);
      assertEquals(List.of(), Forges.read(text).acting());
      assertFalse(text.contains("\n# z"), text);
    }
  }
}
