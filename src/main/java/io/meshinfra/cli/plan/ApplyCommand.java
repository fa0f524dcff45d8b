package io.meshinfra.cli.plan;

import io.meshinfra.cli.ExitCode;
import io.meshinfra.cli.Failure;
import io.meshinfra.cli.Shell;
import io.meshinfra.cli.YesOption;
import io.meshinfra.cli.fleet.DirectFleet;
import io.meshinfra.cli.fleet.Look;
import io.meshinfra.cli.text.Counted;
import io.meshinfra.cli.text.Format;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code mesh apply}. */
@Command(
    name = "apply",
    mixinStandardHelpOptions = true,
    description = "Show the plan, ask, and carry it out.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh apply -f desired-state laptop         without a hub, after a question",
      "  mesh apply -f desired-state --yes          all nodes, without a question",
      "  mesh apply laptop                          by the hub, even what it tried in vain",
      "",
      "Exit code 0: all is as it shall be, 1: drift is left that was not to be changed,",
      "2: something failed, or a node was away."
    })
public final class ApplyCommand implements Callable<Integer> {
  private final Shell shell;
  @Mixin private LookOptions options;

  @Mixin private YesOption yes;

  public ApplyCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    if (!yes.isGiven() && !shell.screen().in()) {
      throw new Failure(
          "apply asks before it changes anything, and there is no terminal to ask on; with --yes"
              + " it does not ask (mesh plan shows what it would do)");
    }
    if (options.directory().isEmpty()) {
      return new HubApply(shell, options, this::agreed).run();
    }
    try (DirectFleet fleet = new DirectFleet(options.fleet(), options.directory().get(), shell)) {
      return new DirectApply(shell, options, fleet, this::agreed).run();
    }
  }

  /** Whether these steps may be carried out; asked once for all nodes. */
  private boolean agreed(Looks looks) {
    List<Look> planned = looks.planned();
    int steps = planned.stream().mapToInt(Look::steps).sum();
    String question =
        "Apply %s on %s?"
            .formatted(
                steps == 1 ? "this step" : "these " + steps + " steps",
                Counted.of(planned.size(), "node"));
    String warning = looks.warning();
    if (!warning.isEmpty()) {
      shell.progress(warning);
    }
    return yes.agreed(shell, question, "Nothing was changed", "carries it out");
  }

  /** What is left when nothing was carried out. */
  static int nothingDone(Shell shell, Looks looks, LookOptions options) {
    int code = looks.end(options.skipAway());
    if (code == ExitCode.FINE && options.output().format() == Format.TABLE) {
      shell.print("Nothing to change.\n");
    }
    return code;
  }
}
