package io.meshinfra.desired.manifest;

import io.meshinfra.model.Printable;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks the names of variables, since a template could not refer to others. */
final class Variable {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,99}");
  private static final Set<String> TAKEN = Set.of("node", "loop", "true", "false", "none", "not");

  private Variable() {}

  static void checkNames(Map<String, ?> variables) {
    for (String name : variables.keySet()) {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "a variable is named by letters, digits and _, not " + Printable.quote(name));
      }
      if (TAKEN.contains(name)) {
        throw new IllegalArgumentException(
            "the variable " + name + " is built in; choose another name");
      }
    }
  }
}
