package io.meshinfra.desired.template;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.tree.Node;
import io.meshinfra.desired.bind.Suggestion;
import io.meshinfra.model.Printable;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** What one rendering may still cost, and the variables it missed. */
final class Watch {
  /**
   * Steps of one rendering: about one per tag, expression and loop turn. A file of 2,000 lines
   * takes some 10,000; this many take well under a second.
   */
  static final int MOST_STEPS = 200_000;

  private static final ScopedValue<Watch> CURRENT = ScopedValue.newInstance();

  /** Not an exception, since the engine turns every exception into a message and goes on. */
  static final class Exhausted extends Error {
    private static final long serialVersionUID = 1;

    Exhausted() {
      super("template stopped", null, false, false);
    }
  }

  private final Map<String, Object> variables;
  private final Guarded guarded;
  private final Set<Rendered.Mistake> missed = new LinkedHashSet<>();
  private long stepsLeft = MOST_STEPS;
  private int line = 1;

  Watch(Map<String, Object> variables, Guarded guarded) {
    this.variables = variables;
    this.guarded = guarded;
  }

  static Watch current() {
    return CURRENT.get();
  }

  ScopedValue.Carrier watching() {
    return ScopedValue.where(CURRENT, this);
  }

  void charge(long steps) {
    stepsLeft -= Math.max(1, steps);
    if (stepsLeft < 0) {
      throw new Exhausted();
    }
  }

  boolean exhausted() {
    return stepsLeft < 0;
  }

  int line() {
    return line;
  }

  Set<Rendered.Mistake> missed() {
    return missed;
  }

  /** Called before each part of a template is rendered. */
  static void enter(Node node, JinjavaInterpreter interpreter) {
    Watch watch = current();
    watch.line = Math.max(1, node.getLineNumber());
    int scopes = interpreter.getScopeDepth();
    watch.charge(1 + scopes / 2 + node.getMaster().getImage().length() / 64);
  }

  /** Called when a name is looked up that is not there; the engine itself would print nothing. */
  static Object missing(String name) {
    Watch watch = current();
    if (!watch.guarded.allows(name)) {
      watch.note(name, watch.variables.keySet());
    }
    return null;
  }

  static void missingField(String name, Collection<String> known) {
    Watch watch = current();
    if (!watch.guarded.allows(name)) {
      watch.note(name, known);
    }
  }

  /** Something that a template must not do; the whole of it fails. */
  void refuse(String message) {
    missed.add(new Rendered.Mistake(line, message, false));
  }

  /** What was looked up was a method, not a field. */
  void forget(String name) {
    missed.removeIf(mistake -> mistake.message().contains(Printable.quote(name)));
  }

  private void note(String name, Collection<String> known) {
    missed.add(
        new Rendered.Mistake(
            line,
            "the variable %s is not defined%s"
                .formatted(Printable.quote(name), Suggestion.of(name, known)),
            true));
  }
}
