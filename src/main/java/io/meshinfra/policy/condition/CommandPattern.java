package io.meshinfra.policy.condition;

import io.meshinfra.policy.pattern.Glob;
import io.meshinfra.policy.pattern.Language;

/** A pattern over a command with its arguments, in which {@code *} is any text at all. */
public record CommandPattern(String text, Language lines) {
  public static CommandPattern parse(String text) {
    PathPattern.requireShort(text);
    return new CommandPattern(text, Glob.text(text));
  }

  @Override
  public String toString() {
    return text;
  }
}
