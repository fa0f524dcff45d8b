package io.meshinfra.cli;

import java.util.Locale;
import picocli.CommandLine.Option;

/** {@code --yes}, and the question that it answers. */
public final class YesOption {
  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  private boolean yes;

  public boolean isGiven() {
    return yes;
  }

  /**
   * Whether it may be done: by the option, or because a person says so.
   *
   * @param question without the choice
   * @param undone what is told when it may not, like {@code Nothing was written}
   * @param does what the option does, for who has no terminal, like {@code writes it}
   */
  public boolean agreed(Shell shell, String question, String undone, String does) {
    if (yes) {
      return true;
    }
    if (!shell.screen().in()) {
      shell.progress(undone + "; --yes " + does + ".");
      return false;
    }
    String answer = shell.ask(question + " [y/N] ").orElse("").strip().toLowerCase(Locale.ROOT);
    boolean agreed = answer.equals("y") || answer.equals("yes");
    if (!agreed) {
      shell.progress(undone + ".");
    }
    return agreed;
  }
}
