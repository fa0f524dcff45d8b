package io.meshinfra.cli.text;

import java.util.stream.Collectors;

/** Colours, or none. */
public final class Paint {
  private static final Paint ON = new Paint(true);
  private static final Paint OFF = new Paint(false);

  /** When to use colours. */
  public enum When {
    AUTO,
    ALWAYS,
    NEVER
  }

  private final boolean on;

  private Paint(boolean on) {
    this.on = on;
  }

  public static Paint of(boolean on) {
    return on ? ON : OFF;
  }

  public String green(String text) {
    return with("32", text);
  }

  public String red(String text) {
    return with("31", text);
  }

  public String yellow(String text) {
    return with("33", text);
  }

  public String bold(String text) {
    return with("1", text);
  }

  private String with(String code, String text) {
    return on && !text.isEmpty() ? "\033[" + code + "m" + text + "\033[0m" : text;
  }

  /** A drift or plan as {@code report.PlanText} draws it, each line by the sign it begins with. */
  public String changes(String text) {
    return on ? text.lines().map(this::change).collect(Collectors.joining("\n", "", "\n")) : text;
  }

  private String change(String line) {
    String sign = line.replaceFirst("^ *(\\d+\\. )?", "");
    if (sign.equals(line)) {
      return bold(line);
    }
    return switch (sign.isEmpty() ? ' ' : sign.charAt(0)) {
      case '+' -> green(line);
      case '-' -> red(line);
      case '~', '?' -> yellow(line);
      default -> line;
    };
  }
}
