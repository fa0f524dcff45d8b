package io.meshinfra.cli.plan;

import io.meshinfra.cli.Shell;
import io.meshinfra.cli.fleet.Look;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code mesh diff}. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    description = "Show how nodes differ from the desired state; changes nothing.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh diff -f desired-state              all nodes, without a hub",
      "  mesh diff -f desired-state laptop hub   two of them",
      "  mesh diff laptop                        as the hub sees it",
      "  mesh diff laptop --revision feature     as another branch would have it",
      "",
      "Exit code 0: no differences, 1: differences, 2: an error, or a node was away."
    })
public final class DiffCommand implements Callable<Integer> {
  private final Shell shell;
  @Mixin private LookOptions options;

  public DiffCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    return options.look(shell, Look::drift);
  }
}
