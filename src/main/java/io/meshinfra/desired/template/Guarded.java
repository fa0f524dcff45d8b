package io.meshinfra.desired.template;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names that a template itself expects to be missing: those it gives a default or asks "is
 * defined". Names the engine asks for on its own account are here too.
 */
record Guarded(Set<String> names) {
  private static final Pattern GUARD =
      Pattern.compile(
          "([A-Za-z_][A-Za-z0-9_]{0,99}+)(?:\\[[^\\]]{0,99}\\])?\\s*+(?:\\|\\s*+(?:default|d)\\b"
              + "|is\\s++(?:not\\s++)?(?:defined|undefined|none)\\b)");

  static Guarded in(String template) {
    Set<String> names = new HashSet<>();
    Matcher guard = GUARD.matcher(template);
    while (guard.find()) {
      names.add(guard.group(1));
    }
    return new Guarded(names);
  }

  boolean allows(String name) {
    return names.contains(name) || name.startsWith("__") || name.contains(":");
  }
}
