package io.meshinfra.desired.template;

import java.util.List;

/** What became of a template. */
public sealed interface Rendered {

  /** Its text. */
  record Text(String text) implements Rendered {}

  /** It cannot be rendered; at least one mistake. */
  record Failed(List<Mistake> mistakes) implements Rendered {
    public Failed {
      mistakes = List.copyOf(mistakes);
    }
  }

  /**
   * One mistake in a template.
   *
   * @param line in the template, counted from 1
   * @param dependsOnVariables whether a variable that is set nowhere is the reason
   */
  record Mistake(int line, String message, boolean dependsOnVariables) {}
}
