package io.meshinfra.desired.manifest;

import io.meshinfra.model.Printable;
import java.util.regex.Pattern;

/** A host name or an IP address, as {@code ssh} takes it. */
public record HostAddress(String value) {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9:][A-Za-z0-9._:%-]{0,252}");

  public static HostAddress parse(String text) {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "expected a host name or an IP address, found " + Printable.quote(text));
    }
    return new HostAddress(text);
  }
}
