package io.meshinfra.policy.condition;

import io.meshinfra.model.Printable;
import io.meshinfra.policy.pattern.Glob;
import io.meshinfra.policy.pattern.Language;

/** A pattern over files of the repository, relative to its root. */
public record FilePattern(String text, Language files) {
  public static FilePattern parse(String text) {
    if (text.startsWith("/") || text.startsWith("./")) {
      throw new IllegalArgumentException(
          "a file of the repository is written from its root without / in front, like"
              + " docs/_grounding/**, not "
              + Printable.quote(text));
    }
    PathPattern.requireShort(text);
    return new FilePattern(text, Glob.path(text));
  }

  @Override
  public String toString() {
    return text;
  }
}
