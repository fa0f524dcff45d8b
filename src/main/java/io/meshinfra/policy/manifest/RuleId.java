package io.meshinfra.policy.manifest;

import io.meshinfra.model.Printable;
import java.util.regex.Pattern;

/** Name of a rule, by which reports call it. */
public record RuleId(String value) {
  private static final Pattern FORM = Pattern.compile("[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?");

  public static RuleId parse(String text) {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "an id is 1 to 64 lower-case letters, digits and inner hyphens, not "
              + Printable.quote(text));
    }
    return new RuleId(text);
  }
}
