package io.meshinfra.cli.network;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.cli.ExitCode;
import io.meshinfra.cli.Failure;
import io.meshinfra.cli.Shell;
import io.meshinfra.cli.hub.HubOptions;
import io.meshinfra.model.Printable;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mesh net tailscale}. */
@Command(
    name = "tailscale",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "The policy file of the tailnet, from the network intent.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh net tailscale show  what would be put, from this working copy",
      "  mesh net tailscale diff  what is in the tailnet, beside the revision in force",
      "  mesh net tailscale put"
    })
final class TailscaleCommand implements Runnable {
  @Spec private CommandSpec spec;

  private TailscaleCommand() {}

  static CommandLine commandLine(Shell shell) {
    return new CommandLine(new TailscaleCommand())
        .addSubcommand(new Show(shell))
        .addSubcommand(new Difference(shell))
        .addSubcommand(new Put(shell));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do with the policy file");
  }

  /** {@code mesh net tailscale show}. */
  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Print the policy file that follows from the intent; no hub is needed.",
      footerHeading = "%nExample:%n",
      footer = {
        "  mesh net tailscale show > policy.hujson",
        "",
        "Exit code 0: fine, 2: an error, or no node has the back end tailscale."
      })
  static final class Show implements Callable<Integer> {
    private final Shell shell;
    @Mixin private NetCommand.Source source;

    Show(Shell shell) {
      this.shell = shell;
    }

    @Override
    public Integer call() {
      NetworkOf network = source.network();
      network.manifests().warnings(network.planned()).forEach(shell::progress);
      shell.print(
          network
              .planned()
              .tailnet()
              .orElseThrow(() ->
                  new Failure(
                      "no node has the back end tailscale; back_ends: [tailscale] in the intent gives"
                          + " it to all")));
      return ExitCode.FINE;
    }
  }

  /** {@code mesh net tailscale diff}. */
  @Command(
      name = "diff",
      mixinStandardHelpOptions = true,
      description = "Have the hub compare the tailnet with the revision in force.",
      footerHeading = "%nExample:%n",
      footer = {
        "  mesh net tailscale diff",
        "",
        "Exit code 0: they say the same, 1: they differ, 2: an error, or it cannot be told."
      })
  static final class Difference implements Callable<Integer> {
    private final Shell shell;
    @Mixin private HubOptions hub;

    Difference(Shell shell) {
      this.shell = shell;
    }

    @Override
    public Integer call() {
      JsonNode state = hub.hub(shell).tailnet();
      String status = state.path("status").asText();
      String reason = Printable.block(state.path("reason").asText());
      shell.print(Printable.block(state.path("difference").asText()));
      return switch (status) {
        case "synced" -> {
          shell.print("the tailnet has the policy file of the revision in force\n");
          yield ExitCode.FINE;
        }
        case "older", "edited", "foreign" -> {
          shell.print(status + ": " + reason + "\n");
          yield ExitCode.DIFFERENCES;
        }
        default -> throw new Failure(reason);
      };
    }
  }

  /** {@code mesh net tailscale put}. */
  @Command(
      name = "put",
      mixinStandardHelpOptions = true,
      description = "Have the hub put the policy file of the revision in force.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  mesh net tailscale put",
        "  mesh net tailscale put --overwrite-hand-edits",
        "",
        "Exit code 0: it is in force, 2: an error, or it was refused."
      })
  static final class Put implements Callable<Integer> {
    private final Shell shell;
    @Mixin private HubOptions hub;

    @Option(
        names = "--overwrite-hand-edits",
        description = "Also when somebody changed it by hand, or mesh-infra never wrote it.")
    private boolean overwrite;

    Put(Shell shell) {
      this.shell = shell;
    }

    @Override
    public Integer call() {
      JsonNode outcome = hub.hub(shell).putTailnet(overwrite);
      String words = Printable.block(outcome.path("words").asText());
      return switch (outcome.path("outcome").asText()) {
        case "done" -> {
          shell.print("put: " + words + "\n");
          yield ExitCode.FINE;
        }
        case "not-needed" -> {
          shell.print(words + "\n");
          yield ExitCode.FINE;
        }
        default -> throw new Failure("not put: " + words);
      };
    }
  }
}
