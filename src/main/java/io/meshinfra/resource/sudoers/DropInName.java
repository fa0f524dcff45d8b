package io.meshinfra.resource.sudoers;

import io.meshinfra.model.Printable;
import java.util.regex.Pattern;

/** Name of a file in /etc/sudoers.d that sudo reads: it skips those with a dot or a tilde. */
public record DropInName(String value) {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]{0,63}");

  public DropInName {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "the name of a sudoers file is letters, digits, _ and - (sudo skips names with a dot or"
              + " ~): not "
              + Printable.quote(value));
    }
  }

  public static DropInName parse(String text) {
    return new DropInName(text);
  }

  @Override
  public String toString() {
    return value;
  }
}
