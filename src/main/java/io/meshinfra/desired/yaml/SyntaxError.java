package io.meshinfra.desired.yaml;

import io.meshinfra.desired.Finding;
import io.meshinfra.model.Printable;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Puts the parser's complaint into words that help. */
final class SyntaxError {
  private SyntaxError() {}

  static Finding of(String file, MarkedYamlEngineException e) {
    Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
    int line = mark.map(m -> m.getLine() + 1).orElse(1);
    int column = mark.map(m -> m.getColumn() + 1).orElse(1);
    return new Finding(file, line, column, message(e));
  }

  private static String message(MarkedYamlEngineException e) {
    String problem = e.getProblem() == null ? "" : e.getProblem();
    if (problem.contains("TAB")) {
      return "YAML is indented with spaces, never with tabs: replace the tab";
    }
    if (problem.startsWith("mapping values are not allowed")) {
      return "a \": \" where no key can stand: put the value in quotes, or mend the indentation";
    }
    if (problem.contains("'%'") || problem.contains("'@'") || problem.contains("'`'")) {
      return "a value that starts with %, @ or ` needs quotes";
    }
    if (problem.startsWith("expected <block end>")) {
      return "this does not line up with what stands above it: mend the indentation (begun at"
          + e.getContextMark().map(m -> " line " + (m.getLine() + 1)).orElse(" an earlier line")
          + ")";
    }
    if (problem.contains("unexpected end of stream")) {
      return "a quote is never closed" + begun(e);
    }
    String context = e.getContext() == null ? "" : e.getContext() + ", ";
    return "this is not YAML: " + Printable.line((context + problem).replace('\n', ' '));
  }

  private static String begun(MarkedYamlEngineException e) {
    return e.getContextMark()
        .map(m -> ": it begins at line " + (m.getLine() + 1) + ", column " + (m.getColumn() + 1))
        .orElse("");
  }
}
