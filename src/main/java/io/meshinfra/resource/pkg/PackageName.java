package io.meshinfra.resource.pkg;

import io.meshinfra.model.Printable;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Name of a package as its package manager writes it, with an architecture where one is meant:
 * {@code libc6:i386}, {@code glibc.i686}.
 */
public record PackageName(String value) {
  private static final Pattern FORM =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9+._-]{0,126}(:[a-z0-9-]{1,30})?");

  private static final Set<String> RPM_ARCHITECTURES =
      Set.of("x86_64", "i686", "aarch64", "armv7hl", "ppc64le", "s390x", "riscv64", "noarch");

  public PackageName {
    // apt-get takes a hyphen at the end for "remove it".
    if (!FORM.matcher(value).matches() || value.endsWith("-")) {
      throw new IllegalArgumentException(
          "a package name is letters, digits and + . _ - and does not end in a hyphen, with :ARCH"
              + " where one is meant; a version goes into version: not "
              + Printable.quote(value));
    }
  }

  public static PackageName parse(String text) {
    return new PackageName(text);
  }

  /** Without the architecture that Debian writes after a colon. */
  String plain() {
    int colon = value.indexOf(':');
    return colon < 0 ? value : value.substring(0, colon);
  }

  /** The architecture after the colon, empty when none is meant. */
  String architecture() {
    int colon = value.indexOf(':');
    return colon < 0 ? "" : value.substring(colon + 1);
  }

  /** The name and version in one word of dnf, in which an architecture comes last. */
  String withRpmVersion(String version) {
    int dot = value.lastIndexOf('.');
    boolean qualified = dot > 0 && RPM_ARCHITECTURES.contains(value.substring(dot + 1));
    return qualified
        ? value.substring(0, dot) + "-" + version + value.substring(dot)
        : value + "-" + version;
  }

  @Override
  public String toString() {
    return value;
  }
}
