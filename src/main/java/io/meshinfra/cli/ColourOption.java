package io.meshinfra.cli;

import io.meshinfra.cli.text.Paint;
import picocli.CommandLine.Option;

/** {@code --color}. */
public final class ColourOption {
  @Option(
      names = "--color",
      paramLabel = "auto|always|never",
      defaultValue = "auto",
      description = "Colours; auto, the default, means on a terminal and without NO_COLOR.")
  private Paint.When when;

  public Paint.When when() {
    return when;
  }
}
