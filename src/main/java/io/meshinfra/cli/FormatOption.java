package io.meshinfra.cli;

import io.meshinfra.cli.text.Format;
import picocli.CommandLine.Option;

/** {@code -o}. */
public final class FormatOption {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "table|json|yaml",
      defaultValue = "table",
      description = "How to print the result; table is the default, for people.")
  private Format format;

  public Format format() {
    return format;
  }
}
