package io.meshinfra.policy.condition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.expression.Expression;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          change.knd == 'x'         | 1:1 there is no change.knd here; did you mean "change.kind"?
          change.kind == 3          | 1:13 == does not go with string and int
          change.kind               | 1:7 an expression says yes or no: expected 'bool' but found 'string'
          1 +                       | 1:4 the expression ends too early
          true && plan.risky        | 1:9 there is no plan.risky here; did you mean "plan.risk"?
          change.kind.startsWith(1) | 1:23 startsWith is for string.(string), not for string.(int)
          secret                    | 1:1 there is no secret here; known are: CRITICAL, HIGH, LOW, MEDIUM, authors, change.action, change.attributes, change.commands, change.guard, change.id, change.kind, change.mode, ...
          """)
  void shouldSayWhatIsWrongAndWhere(String text, String mistake) {
    Expression.Compiled compiled = PolicyVocabulary.WORDS.compile(text);

    Expression.Mistake first =
        assertInstanceOf(Expression.Compiled.Wrong.class, compiled).mistakes().getFirst();
    assertEquals(mistake, first.line() + ":" + first.column() + " " + first.message());
  }

  @Test
  void shouldFindThePlaceInSeveralLines() {
    Expression.Compiled compiled =
        PolicyVocabulary.WORDS.compile("change.kind ==\n  'file' &&\n  chng.id == 'x'");

    Expression.Mistake first =
        assertInstanceOf(Expression.Compiled.Wrong.class, compiled).mistakes().getFirst();
    assertEquals(3, first.line());
    assertEquals(3, first.column());
  }

  @Test
  void shouldKnowWhetherItIsAboutASingleChange() {
    assertTrue(new Expressed(fine("plan.changes > 3 && change.kind == 'x'")).isAboutChange());
    assertFalse(new Expressed(fine("plan.changes > 3")).isAboutChange());
    assertFalse(new Expressed(fine("plan.paths.exists(change, change == 'x')")).isAboutChange());
  }

  @Test
  void shouldEndSoonWhateverItSays() {
    List<String> many = java.util.stream.IntStream.range(0, 1_000).mapToObj(i -> "p" + i).toList();
    Expression nested = fine("plan.paths.all(a, plan.paths.all(b, plan.paths.all(c, true)))");
    Expression regex = fine("plan.paths.exists(p, p.matches('(a+)+$'))");

    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          assertInstanceOf(Expression.Answer.Untold.class, nested.of(Map.of("plan.paths", many)));
          assertEquals(
              new Expression.Answer.Said(false),
              regex.of(Map.of("plan.paths", List.of("a".repeat(100_000) + "b"))));
        });
  }

  @Test
  void shouldRefuseWhatIsTooLongOrTooDeep() {
    assertInstanceOf(
        Expression.Compiled.Wrong.class,
        PolicyVocabulary.WORDS.compile("true" + " && true".repeat(Expression.LONGEST)));
    assertInstanceOf(
        Expression.Compiled.Wrong.class,
        PolicyVocabulary.WORDS.compile("(".repeat(500) + "true" + ")".repeat(500)));
  }

  @Test
  void shouldNotBeToldWhatNobodyKnows() {
    assertInstanceOf(
        Expression.Answer.Untold.class, fine("node.labels.role == 'hub'").of(Map.of()));
  }

  private static Expression fine(String text) {
    return assertInstanceOf(Expression.Compiled.Fine.class, PolicyVocabulary.WORDS.compile(text))
        .expression();
  }
}
