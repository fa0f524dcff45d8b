package io.meshinfra.policy.condition;

import io.meshinfra.model.Printable;
import io.meshinfra.model.ResourceId;
import io.meshinfra.policy.pattern.Glob;
import io.meshinfra.policy.pattern.Language;

/** A pattern over resources, written {@code KIND:NAME}: {@code user:root}, {@code service:ssh*}. */
public record ResourcePattern(String text, Language ids) {
  public static ResourcePattern parse(String text) {
    if (text.indexOf(':') <= 0) {
      throw new IllegalArgumentException(
          "a resource pattern is written KIND:NAME, like user:root or service:ssh*, not "
              + Printable.quote(text));
    }
    PathPattern.requireShort(text);
    return new ResourcePattern(text, Glob.text(text));
  }

  /** What stands before the colon. */
  public String kind() {
    return text.substring(0, text.indexOf(':'));
  }

  boolean matches(ResourceId id) {
    return ids.contains(id.toString());
  }

  @Override
  public String toString() {
    return text;
  }
}
