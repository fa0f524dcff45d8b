package io.meshinfra.converge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshinfra.converge.Segments.Segment;
import io.meshinfra.model.ShellScript;
import io.meshinfra.plan.Guard;
import io.meshinfra.plan.Step;
import io.meshinfra.resource.Action;
import io.meshinfra.resource.PlaybookRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SegmentsTest {
  private static final Guard GUARD =
      new Guard(Duration.ofSeconds(60), "a test", List.of(), List.of(), List.of(), true);

  /** n, g, p: a step on the node, a guarded one, a playbook; behind it the numbers it needs. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          n n n                | node 1 2 3
          n p n                | node 1; hub 2; node 3
          n g                  | node 1; guard 2
          g n                  | node 2; guard 1
          g n1                 | guard 1; node 2
          g n g2               | node 2; guard 1 3
          g n g1               | node 2; guard 1 3
          g n1 g2              | guard 1 2 3
          g p1 g2              | guard 1; hub 2; guard 3
          g p g                | hub 2; guard 1 3
          n g1 n2 p n4         | node 1; hub 4; node 5; guard 2; node 3
          g n1 n2 g            | guard 1 4; node 2 3
          """)
  void shouldKeepGuardedStepsTogether(String steps, String parts) {
    List<Segment> segments = Segments.of(steps(steps));

    assertEquals(
        parts, segments.stream().map(SegmentsTest::shown).collect(Collectors.joining("; ")));
  }

  private static List<Step> steps(String text) {
    List<Step> steps = new ArrayList<>();
    for (String word : text.split(" ")) {
      steps.add(step(steps.size() + 1, word));
    }
    return steps;
  }

  private static Step step(int number, String word) {
    Set<Integer> needs =
        Arrays.stream(word.substring(1).split(","))
            .filter(need -> !need.isEmpty())
            .map(Integer::valueOf)
            .collect(Collectors.toCollection(TreeSet::new));
    Action action =
        word.startsWith("p")
            ? new Action.RunAnsible(new PlaybookRun("a.yaml", "", List.of(), new TreeMap<>(), ""))
            : Action.run(ShellScript.of(":"));
    Step step = new Step(number, List.of(), List.of(action), needs, Map.of(), "a test");
    return word.startsWith("g") ? step.under(GUARD) : step;
  }

  private static String shown(Segment segment) {
    return switch (segment) {
      case Segment.OnNode onNode -> "node " + numbers(onNode.steps());
      case Segment.Guarded guarded -> "guard " + numbers(guarded.steps());
      case Segment.FromHub fromHub -> "hub " + fromHub.step().number();
    };
  }

  private static String numbers(List<Step> steps) {
    return steps.stream().map(s -> Integer.toString(s.number())).collect(Collectors.joining(" "));
  }
}
