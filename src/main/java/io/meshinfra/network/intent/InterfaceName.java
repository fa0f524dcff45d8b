package io.meshinfra.network.intent;

import io.meshinfra.model.Printable;
import java.util.regex.Pattern;

/** A network interface of Linux; no pattern, since nftables takes a star for one. */
public record InterfaceName(String value) implements Comparable<InterfaceName> {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,14}");

  public InterfaceName {
    if (!FORM.matcher(value).matches() || value.equals("lo")) {
      throw new IllegalArgumentException(
          "an interface is 1 to 15 letters, digits, '_', '.' and '-', and not lo; found "
              + Printable.quote(value));
    }
  }

  static InterfaceName parse(String text) {
    return new InterfaceName(text);
  }

  @Override
  public int compareTo(InterfaceName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
