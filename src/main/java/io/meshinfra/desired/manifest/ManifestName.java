package io.meshinfra.desired.manifest;

import io.meshinfra.model.Printable;
import java.util.regex.Pattern;

/** Name of a profile or of the fleet. */
public record ManifestName(String value) {
  private static final Pattern FORM = Pattern.compile("[a-z0-9]([a-z0-9._-]{0,61}[a-z0-9])?");

  public static ManifestName parse(String text) {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "a name is 1 to 63 lower-case letters, digits and inner . _ -, not "
              + Printable.quote(text));
    }
    return new ManifestName(text);
  }
}
