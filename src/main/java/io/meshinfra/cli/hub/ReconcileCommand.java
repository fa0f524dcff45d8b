package io.meshinfra.cli.hub;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.cli.DurationText;
import io.meshinfra.cli.ExitCode;
import io.meshinfra.cli.Failure;
import io.meshinfra.cli.FormatOption;
import io.meshinfra.cli.Shell;
import io.meshinfra.cli.text.Format;
import io.meshinfra.cli.text.Tree;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mesh reconcile}. */
@Command(
    name = "reconcile",
    mixinStandardHelpOptions = true,
    description = "Have the hub look at nodes now, instead of at their next turn.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh reconcile laptop --wait        and wait for the end of its pass",
      "  mesh reconcile --wait=5m            all nodes, at most five minutes",
      "  mesh reconcile laptop --insist      try again what did not help before"
    })
public final class ReconcileCommand implements Callable<Integer> {
  private final Shell shell;
  @Mixin private HubOptions hub;
  @Mixin private FormatOption output;

  @Parameters(paramLabel = "NODE", description = "Nodes; all that are not suspended when none is.")
  private List<String> nodes;

  @Option(
      names = "--wait",
      arity = "0..1",
      paramLabel = "TIME",
      fallbackValue = "60s",
      description = "Wait for the end, at most this long; 60s without a time.")
  private String wait;

  @Option(
      names = "--insist",
      description = "Try again what was tried at this revision and did not help.")
  private boolean insist;

  public ReconcileCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Duration time = wait == null ? Duration.ZERO : DurationText.parse(wait);
    if (time.compareTo(HubApi.LONGEST_WAIT) > 0 || wait != null && time.isZero()) {
      throw new Failure("--wait is 1s to 10m; mesh history NODE tells how a longer run ended");
    }
    JsonNode answer = hub.hub(shell).reconcile(nodes == null ? List.of() : nodes, insist, time);
    shell.print(
        output.format() == Format.TABLE ? Passes.text(answer) : Tree.of(answer, output.format()));
    return wait == null ? ExitCode.FINE : Passes.code(answer);
  }
}
