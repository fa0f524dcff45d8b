package io.meshinfra.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class UnifiedDiffTest {
  @Test
  @Timeout(5)
  void shouldNotSearchTextsThatHaveNothingInCommon() {
    assertEquals(
        List.of("40000 lines differ: too different to show line by line"),
        UnifiedDiff.of(lines("a", 20_000), lines("b", 20_000)));
  }

  @Test
  @Timeout(5)
  void shouldNotSearchWhatIsAllNew() {
    assertEquals(1, UnifiedDiff.of("only\n", lines("b", 60_000)).size());
  }

  @Test
  void shouldShowASmallChangeOfALargeText() {
    String before = lines("a", 30_000);

    List<String> diff = UnifiedDiff.of(before, before.replace("a 15000\n", "b\n"));

    assertTrue(diff.contains("-a 15000"), diff.toString());
    assertTrue(diff.contains("+b"), diff.toString());
  }

  private static String lines(String word, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> word + " " + i + "\n")
        .collect(Collectors.joining());
  }
}
