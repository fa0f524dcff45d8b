package io.meshinfra.desired.manifest;

import io.meshinfra.model.Printable;
import java.util.regex.Pattern;

/** What a node calls itself: host labels joined by dots. */
public record HostName(String value) {
  private static final Pattern FORM =
      Pattern.compile(
          "(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
              + "(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*");

  public static HostName parse(String text) {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "a host name is letters, digits and inner hyphens, not " + Printable.quote(text));
    }
    return new HostName(text);
  }
}
