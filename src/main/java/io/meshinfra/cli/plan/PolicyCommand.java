package io.meshinfra.cli.plan;

import io.meshinfra.cli.FormatOption;
import io.meshinfra.cli.Shell;
import io.meshinfra.cli.TimeText;
import io.meshinfra.cli.fleet.PolicyOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mesh policy}. */
@Command(
    name = "policy",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Judge a desired state by the rules of its policy.",
    footerHeading = "%nExample:%n",
    footer = "  mesh policy check")
public final class PolicyCommand implements Runnable {
  @Spec private CommandSpec spec;

  private PolicyCommand() {}

  public static CommandLine commandLine(Shell shell) {
    return new CommandLine(new PolicyCommand()).addSubcommand(new Check(shell));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do with the policy");
  }

  /** {@code mesh policy check}. */
  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = {
        "Judge every node without reaching it, as if all of its resources had to be changed.",
        "What depends on the nodes or on other runs is judged by the hub; this finds what it would"
            + " refuse in any case."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  mesh policy check                                 desired-state and infra/policy",
        "  mesh policy check -f fleets/home --nodes hub,wsl",
        "  mesh policy check --at 2026-12-24T18:00:00Z       windows and freezes as well",
        "  mesh policy check --changed \"$(git diff --name-only main...)\"",
        "",
        "Exit code 0: nothing is refused, 1: something is, 2: an error, or mistakes in manifests or policy."
      })
  static final class Check implements Callable<Integer> {
    private final Shell shell;
    @Mixin private FormatOption output;

    @Option(
        names = {"-f", "--from"},
        paramLabel = "DIR",
        description = "Folder of the manifests; desired-state if there is one, else this folder.")
    private Path directory;

    @Mixin private PolicyOption policy;

    @Option(
        names = "--nodes",
        split = ",",
        paramLabel = "NODE",
        description = "Only these nodes, with commas between them.")
    private List<String> nodes = List.of();

    @Option(
        names = "--at",
        paramLabel = "TIME",
        description =
            "Judge windows and freezes at that time: 2h from now, or a date and time; without it"
                + " they are left out.")
    private String at;

    @Option(
        names = "--changed",
        paramLabel = "FILES",
        description =
            "Files of the repository that a commit changes, a line each or with commas: judged by"
                + " protectedFiles.")
    private String changed;

    Check(Shell shell) {
      this.shell = shell;
    }

    @Override
    public Integer call() {
      PolicyCheck check =
          new PolicyCheck(
              policy.usual(Optional.ofNullable(directory)),
              nodes,
              Optional.ofNullable(at).map(text -> TimeText.parse("--at", text, shell)),
              files());
      return check.run(shell, output.format());
    }

    private List<String> files() {
      return changed == null
          ? List.of()
          : List.of(changed.split("[,\n]")).stream()
              .map(String::strip)
              .filter(file -> !file.isEmpty())
              .toList();
    }
  }
}
