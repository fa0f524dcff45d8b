package io.meshinfra.resource;

import io.meshinfra.model.Printable;
import java.util.regex.Pattern;

/** User or group that a file belongs to: an account name, or its number. */
public record Owner(String value) {
  private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,9}");

  public Owner {
    if (!NUMBER.matcher(value).matches()) {
      try {
        new AccountName(value);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "an owner is the name of an account, like www-data, or its number, not "
                + Printable.quote(value));
      }
    }
  }

  public static Owner parse(String text) {
    return new Owner(text);
  }

  public boolean isNumber() {
    return Character.isDigit(value.charAt(0));
  }

  @Override
  public String toString() {
    return value;
  }
}
