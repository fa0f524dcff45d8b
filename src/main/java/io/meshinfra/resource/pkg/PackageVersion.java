package io.meshinfra.resource.pkg;

import io.meshinfra.model.Printable;
import java.util.regex.Pattern;

/** One exact version as the package manager prints it, epoch and revision included. */
public record PackageVersion(String value) {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.+:~^_-]{0,126}");

  public PackageVersion {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a version is written exactly as the package manager prints it, like 1:2.3-4, without *"
              + " and without blanks: not "
              + Printable.quote(value));
    }
  }

  public static PackageVersion parse(String text) {
    return new PackageVersion(text);
  }

  @Override
  public String toString() {
    return value;
  }
}
