package io.meshinfra.network.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.network.intent.PortList;
import io.meshinfra.network.intent.Rate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpansTest {
  private static final Permit SLOW = Permit.limited(new Rate(1, Rate.Unit.MINUTE));
  private static final Permit FAST = Permit.limited(new Rate(9, Rate.Unit.SECOND));

  private static Spans union(Span... spans) {
    return Spans.union(List.of(spans));
  }

  @Test
  void shouldUniteNeighboursOfTheSamePermitOnly() {
    Spans spans =
        union(
            new Span(10, 19, Permit.FREE),
            new Span(20, 25, Permit.FREE),
            new Span(26, 30, SLOW),
            new Span(32, 32, SLOW));

    assertEquals("10-25, 26-30 (1/minute), 32 (1/minute)", spans.toString());
  }

  @Test
  void shouldLetFreeWinOverLimitsAndAddLimitsUp() {
    Spans spans = union(new Span(1, 10, SLOW), new Span(5, 15, FAST), new Span(8, 9, Permit.FREE));

    assertEquals(
        "1-4 (1/minute), 5-7 (9/second + 1/minute), 8-9, 10 (9/second + 1/minute), 11-15 (9/second)",
        spans.toString());
  }

  @Test
  void shouldReachFromTheFirstPortToTheLast() {
    assertEquals(Optional.of(Permit.FREE), Spans.ALL.at(0));
    assertEquals(Optional.of(Permit.FREE), Spans.ALL.at(PortList.LAST));
    assertEquals(Optional.empty(), Spans.NONE.at(22));
    assertEquals(
        Spans.ALL, union(new Span(0, 100, Permit.FREE), new Span(90, 65_535, Permit.FREE)));
  }

  @Test
  void shouldRefuseSpansThatOverlap() {
    List<Span> overlapping = List.of(new Span(1, 5, Permit.FREE), new Span(5, 6, Permit.FREE));

    assertThrows(IllegalArgumentException.class, () -> new Spans(overlapping));
    assertThrows(IllegalArgumentException.class, () -> new Span(5, 4, Permit.FREE));
  }

  @Test
  void shouldTellWhetherPortsAreFree() {
    Spans spans = union(new Span(20, 30, Permit.FREE), new Span(40, 40, SLOW));

    assertTrue(spans.frees(PortList.of(22)));
    assertFalse(spans.frees(PortList.of(40)));
    assertFalse(
        spans.frees(new PortList(List.of(new PortList.Range(22, 22), new PortList.Range(31, 31)))));
  }

  /** Against sets of single ports, over the small numbers in which everything meets. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void shouldAgreeWithPortsOneByOne(long seed) {
    Random random = new Random(seed);
    List<Span> first = some(random);
    List<Span> second = some(random);

    Spans one = Spans.union(first);
    Spans two = Spans.union(second);

    for (int port = 0; port <= 41; port++) {
      Optional<Permit> mine = naive(first, port);
      Optional<Permit> others = naive(second, port);
      assertEquals(mine, one.at(port));
      assertEquals(both(mine, others), one.or(two).at(port));
      assertEquals(mine.equals(others) ? Optional.empty() : mine, one.without(two).at(port));
    }
    assertEquals(one.or(two), two.or(one));
    assertEquals(one, Spans.union(one.spans()));
  }

  private static List<Span> some(Random random) {
    List<Permit> permits = List.of(Permit.FREE, SLOW, FAST);
    List<Span> spans = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      int begin = random.nextInt(38);
      spans.add(
          new Span(begin, begin + random.nextInt(5), permits.get(random.nextInt(permits.size()))));
    }
    return spans;
  }

  private static Optional<Permit> naive(List<Span> spans, int port) {
    return spans.stream()
        .filter(span -> span.first() <= port && port <= span.last())
        .map(Span::permit)
        .reduce(Permit::or);
  }

  private static Optional<Permit> both(Optional<Permit> a, Optional<Permit> b) {
    return a.isEmpty() ? b : b.isEmpty() ? a : Optional.of(a.get().or(b.get()));
  }
}
