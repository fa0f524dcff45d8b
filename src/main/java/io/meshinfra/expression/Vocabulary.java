package io.meshinfra.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeBuilder;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What expressions of one sort can speak of. It starts the library on first use only: most commands
 * need no expression.
 */
public final class Vocabulary {
  private static final int DEEPEST = 50;

  private static final int LARGEST_REGEX = 1_000;

  private final Map<String, Word> words;
  private final List<Question<?>> questions;
  private final int mostIterations;
  private final Set<String> names;
  private Engine engine;

  /**
   * @param mostIterations of all comprehensions of one evaluation together
   */
  public Vocabulary(Map<String, Word> words, List<Question<?>> questions, int mostIterations) {
    this.mostIterations = mostIterations;
    this.words = Collections.unmodifiableMap(new LinkedHashMap<>(words));
    this.questions = List.copyOf(questions);
    Set<String> known = new TreeSet<>(words.keySet());
    questions.forEach(question -> known.add(question.name()));
    this.names = Collections.unmodifiableSet(known);
  }

  private record Engine(CelCompiler compiler, CelRuntime runtime) {}

  private synchronized Engine engine() {
    if (engine == null) {
      CelOptions options =
          CelOptions.current()
              .maxExpressionCodePointSize(Expression.LONGEST)
              .maxParseRecursionDepth(DEEPEST)
              .comprehensionMaxIterations(mostIterations)
              .maxRegexProgramSize(LARGEST_REGEX)
              .build();
      engine = new Engine(compiler(options), runtime(options));
    }
    return engine;
  }

  private CelCompiler compiler(CelOptions options) {
    CelCompilerBuilder builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(options)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .setResultType(SimpleType.BOOL);
    words.forEach((name, word) -> builder.addVar(name, type(word)));
    questions.stream()
        .collect(Collectors.groupingBy(Question::name))
        .forEach((name, same) ->
            builder.addFunctionDeclarations(
                CelFunctionDecl.newFunctionDeclaration(
                    name, same.stream().map(Question::declared).toList())));
    return builder.build();
  }

  static CelType type(Word word) {
    return switch (word) {
      case Word.Plain plain ->
          switch (plain) {
            case TEXT -> SimpleType.STRING;
            case NUMBER -> SimpleType.INT;
            case YES_OR_NO -> SimpleType.BOOL;
            case TIME -> SimpleType.TIMESTAMP;
            case TEXTS -> ListType.create(SimpleType.STRING);
            case TEXTS_BY_NAME -> MapType.create(SimpleType.STRING, SimpleType.STRING);
          };
      case Word.Thing(String name) -> OpaqueType.create(name);
    };
  }

  private CelRuntime runtime(CelOptions options) {
    CelRuntimeBuilder builder = CelRuntimeFactory.standardCelRuntimeBuilder().setOptions(options);
    questions.forEach(question -> builder.addFunctionBindings(question.bound()));
    return builder.build();
  }

  /** Checked against the words and what stands for them. */
  public Expression.Compiled compile(String text) {
    if (text.codePointCount(0, text.length()) > Expression.LONGEST) {
      return new Expression.Compiled.Wrong(
          List.of(
              new Expression.Mistake(
                  1,
                  1,
                  "an expression has at most %d characters; make it two"
                      .formatted(Expression.LONGEST))));
    }
    CelValidationResult result = engine().compiler().compile(text);
    if (result.hasError()) {
      return new Expression.Compiled.Wrong(
          result.getErrors().stream().map(issue -> mistake(issue, text)).toList());
    }
    try {
      CelAbstractSyntaxTree tree = result.getAst();
      Set<String> spoken =
          tree.getReferenceMap().values().stream()
              .map(reference -> reference.name())
              .filter(words::containsKey)
              .collect(Collectors.toUnmodifiableSet());
      return new Expression.Compiled.Fine(
          new Expression(text, spoken, engine().runtime().createProgram(tree)));
    } catch (CelValidationException | CelEvaluationException e) {
      return new Expression.Compiled.Wrong(
          List.of(new Expression.Mistake(1, 1, String.valueOf(e.getMessage()))));
    }
  }

  private Expression.Mistake mistake(CelIssue issue, String text) {
    int line = Math.max(1, issue.getSourceLocation().getLine());
    int column = Math.max(0, issue.getSourceLocation().getColumn());
    return new Expression.Mistake(
        line, column + 1, new Complaint(names).of(issue.getMessage(), text, line, column));
  }
}
