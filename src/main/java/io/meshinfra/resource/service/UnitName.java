package io.meshinfra.resource.service;

import io.meshinfra.model.Printable;
import java.util.regex.Pattern;

/** Name of a service; {@code .service} at the end is left out, other unit types stay. */
public record UnitName(String value) {
  /** The note that a reaction is due has a file name of twice this length. */
  private static final int LONGEST = 80;

  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9:_.@\\\\-]*");

  private static final Pattern TYPE =
      Pattern.compile(".*\\.(socket|timer|path|target|mount|automount|swap|slice|scope|device)");

  public UnitName {
    value = value.endsWith(".service") ? value.substring(0, value.length() - 8) : value;
    if (!FORM.matcher(value).matches() || value.length() > LONGEST) {
      throw new IllegalArgumentException(
          "a service name is letters, digits and : _ . @ - \\, at most "
              + LONGEST
              + ": not "
              + Printable.quote(value));
    }
    if (value.endsWith("@")) {
      throw new IllegalArgumentException(
          value + ".service is a template; write the instance behind the @");
    }
  }

  public static UnitName parse(String text) {
    return new UnitName(text);
  }

  /** The name as systemd knows it. */
  String unit() {
    return TYPE.matcher(value).matches() ? value : value + ".service";
  }

  @Override
  public String toString() {
    return value;
  }
}
