package io.meshinfra.resource;

import io.meshinfra.model.Printable;
import java.util.regex.Pattern;

/** Name of a user or group as {@code useradd} takes it. */
public record AccountName(String value) implements Comparable<AccountName> {
  private static final Pattern FORM = Pattern.compile("[a-z_][a-z0-9_.-]{0,30}[$]?");

  public AccountName {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a user or group name starts with a lower-case letter or _, then letters, digits, _ . -,"
              + " at most 31: not "
              + Printable.quote(value));
    }
  }

  public static AccountName parse(String text) {
    return new AccountName(text);
  }

  @Override
  public int compareTo(AccountName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
