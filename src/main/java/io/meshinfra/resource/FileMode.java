package io.meshinfra.resource;

import io.meshinfra.model.Printable;
import java.util.regex.Pattern;

/**
 * Permission bits in octal, four digits, as {@code chmod} takes them: {@code 0644}, {@code 2775}.
 */
public record FileMode(String octal) {
  private static final Pattern FORM = Pattern.compile("0?[0-7]{3,4}");

  public FileMode {
    if (!FORM.matcher(octal).matches()) {
      throw new IllegalArgumentException(
          "a mode is three or four octal digits in quotes, like \"0644\", not "
              + Printable.quote(octal));
    }
    octal = "%04d".formatted(Integer.parseInt(octal));
  }

  public static FileMode parse(String text) {
    return new FileMode(text);
  }

  /** Whether an account that is neither the owner nor in the group may read. */
  public boolean othersMayRead() {
    return (octal.charAt(3) - '0' & 4) != 0;
  }

  @Override
  public String toString() {
    return octal;
  }
}
