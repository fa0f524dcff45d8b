package io.meshinfra.cli.plan;

import io.meshinfra.cli.Shell;
import io.meshinfra.cli.fleet.Look;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code mesh plan}. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description = "Show the steps that would be carried out, and what waits and why.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh plan -f desired-state laptop      without a hub",
      "  mesh plan laptop                       what the hub would do",
      "  mesh plan laptop --revision feature    as another branch would have it",
      "",
      "Exit code 0: nothing to change, 1: differences, 2: an error, or a node was away."
    })
public final class PlanCommand implements Callable<Integer> {
  private final Shell shell;
  @Mixin private LookOptions options;

  public PlanCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    return options.look(shell, Look::plan);
  }
}
