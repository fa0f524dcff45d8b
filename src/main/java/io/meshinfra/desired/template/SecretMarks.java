package io.meshinfra.desired.template;

import io.meshinfra.model.SecretRef;
import io.meshinfra.model.SecretText;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * <code>secret('PROVIDER:PATH')</code> in templates: prints a mark, which is filled in when the
 * text leaves for a node. A template never sees a secret, so it can neither compare nor encode one.
 */
public final class SecretMarks {
  static final String NAME = "secret";

  private static final Pattern CALL =
      Pattern.compile(
          "\\{\\{\\s*+secret\\(\\s*+(?:'([^'\"\\\\{}\\n]++)'|\"([^'\"\\\\{}\\n]++)\")\\s*+\\)\\s*+\\}\\}");

  private SecretMarks() {}

  /** Called by the engine. What is wrong is noted, because the engine would hide an exception. */
  public static String mark(String name) {
    try {
      return SecretText.mark(SecretRef.parse(String.valueOf(name)));
    } catch (IllegalArgumentException e) {
      Watch.current().refuse(e.getMessage());
      return "";
    }
  }

  /** Marks plain calls without the engine, which takes a hundred times as long. */
  static String plainCalls(String template) {
    if (!template.contains(NAME + "(") || template.contains("{%") || template.contains("{#")) {
      return template;
    }
    Matcher call = CALL.matcher(template);
    StringBuilder out = new StringBuilder();
    while (call.find()) {
      String name = call.group(1) == null ? call.group(2) : call.group(1);
      call.appendReplacement(out, Matcher.quoteReplacement(marked(name).orElse(call.group())));
    }
    return call.appendTail(out).toString();
  }

  private static Optional<String> marked(String name) {
    try {
      return Optional.of(SecretText.mark(SecretRef.parse(name)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Notes a mistake when a filter or a method would work on what only stands for a secret. */
  static void refuseIn(Object value, String what) {
    if (value instanceof CharSequence text && SecretText.isMarked(text.toString())) {
      Watch.current()
          .refuse(
              "a secret cannot go through %s: its value is filled in later, on the way to the node; keep the secret in the form in which it is needed"
                  .formatted(what));
    }
  }

  /** Whether all marks in a rendered text are whole. */
  static boolean areWhole(String rendered) {
    if (!SecretText.isMarked(rendered)) {
      return true;
    }
    try {
      SecretText.parse(rendered);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
