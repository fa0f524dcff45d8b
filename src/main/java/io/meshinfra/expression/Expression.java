package io.meshinfra.expression;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A condition in CEL, checked when it is loaded. CEL has no loops but those over lists that are
 * there, and these, the length of the text and its depth are bounded, so that every evaluation ends
 * soon.
 */
public final class Expression {
  /** In characters; what needs more is several expressions. */
  public static final int LONGEST = 2_000;

  private final String text;
  private final Set<String> words;
  private final CelRuntime.Program program;

  Expression(String text, Set<String> words, CelRuntime.Program program) {
    this.text = text;
    this.words = Set.copyOf(words);
    this.program = program;
  }

  /** What became of a text. */
  public sealed interface Compiled {
    /** It is an expression that is true or false. */
    record Fine(Expression expression) implements Compiled {}

    /** It is none; at least one mistake. */
    record Wrong(List<Mistake> mistakes) implements Compiled {
      public Wrong {
        mistakes = List.copyOf(mistakes);
      }
    }
  }

  /**
   * What is wrong with a text.
   *
   * @param line of the text, counted from 1
   * @param column counted from 1
   */
  public record Mistake(int line, int column, String message) {}

  /** Those of the vocabulary that it speaks of. */
  public Set<String> words() {
    return words;
  }

  /** What an expression says of some values. */
  public sealed interface Answer {
    /** Yes or no. */
    record Said(boolean yes) implements Answer {}

    /** Nothing: a map has no such key, or it would take too long. */
    record Untold(String reason) implements Answer {}
  }

  /**
   * @param values of the words that it speaks of
   */
  public Answer of(Map<String, ?> values) {
    try {
      return program.eval(values) instanceof Boolean yes
          ? new Answer.Said(yes)
          : new Answer.Untold("it is neither true nor false");
    } catch (CelEvaluationException e) {
      return new Answer.Untold(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
