package io.meshinfra.policy.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.List;
import java.util.Map;

/**
 * A condition in CEL, checked when it is loaded. CEL has no loops but those over lists that are
 * there, and these, the length of the text and its depth are bounded, so that every evaluation ends
 * soon.
 */
public final class Expression {
  /** In characters; a rule that needs more is several rules. */
  public static final int LONGEST = 2_000;

  private static final int DEEPEST = 50;

  /** Of all comprehensions of one evaluation together: three lists of twenty in each other. */
  private static final int MOST_ITERATIONS = 10_000;

  private static final int LARGEST_REGEX = 1_000;

  private final String text;
  private final boolean aboutChange;
  private final CelRuntime.Program program;

  private Expression(String text, boolean aboutChange, CelRuntime.Program program) {
    this.text = text;
    this.aboutChange = aboutChange;
    this.program = program;
  }

  /** Starts on first use only: most commands need no expression. */
  private static final class Lazy {
    static final CelOptions OPTIONS =
        CelOptions.current()
            .maxExpressionCodePointSize(LONGEST)
            .maxParseRecursionDepth(DEEPEST)
            .comprehensionMaxIterations(MOST_ITERATIONS)
            .maxRegexProgramSize(LARGEST_REGEX)
            .build();
    static final CelCompiler COMPILER = compiler();
    static final CelRuntime RUNTIME =
        CelRuntimeFactory.standardCelRuntimeBuilder().setOptions(OPTIONS).build();

    private static CelCompiler compiler() {
      CelCompilerBuilder builder =
          CelCompilerFactory.standardCelCompilerBuilder()
              .setOptions(OPTIONS)
              .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
              .setResultType(SimpleType.BOOL);
      Vocabulary.TYPES.forEach(builder::addVar);
      return builder.build();
    }
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

  public static Compiled compile(String text) {
    if (text.codePointCount(0, text.length()) > LONGEST) {
      return new Compiled.Wrong(
          List.of(
              new Mistake(
                  1,
                  1,
                  "an expression has at most %d characters; make it two rules"
                      .formatted(LONGEST))));
    }
    CelValidationResult result = Lazy.COMPILER.compile(text);
    if (result.hasError()) {
      return new Compiled.Wrong(
          result.getErrors().stream().map(issue -> mistake(issue, text)).toList());
    }
    try {
      CelAbstractSyntaxTree tree = result.getAst();
      boolean aboutChange =
          tree.getReferenceMap().values().stream()
              .anyMatch(reference -> reference.name().startsWith(Vocabulary.CHANGE));
      return new Compiled.Fine(new Expression(text, aboutChange, Lazy.RUNTIME.createProgram(tree)));
    } catch (CelValidationException | CelEvaluationException e) {
      return new Compiled.Wrong(List.of(new Mistake(1, 1, e.getMessage())));
    }
  }

  private static Mistake mistake(CelIssue issue, String text) {
    int line = Math.max(1, issue.getSourceLocation().getLine());
    int column = Math.max(0, issue.getSourceLocation().getColumn());
    return new Mistake(line, column + 1, Complaint.of(issue.getMessage(), text, line, column));
  }

  /** Whether it speaks of a single change, so that it is to be asked for each. */
  public boolean isAboutChange() {
    return aboutChange;
  }

  /** What an expression says of some values. */
  public sealed interface Answer {
    /** Yes or no. */
    record Said(boolean yes) implements Answer {}

    /** Nothing: a map has no such key, or it would take too long. */
    record Untold(String reason) implements Answer {}
  }

  /**
   * @param values of the names that it speaks of
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
