package io.meshinfra.cli;

import io.meshinfra.cli.docs.DocsCommand;
import io.meshinfra.cli.fleet.ApplyCommand;
import io.meshinfra.cli.fleet.DiffCommand;
import io.meshinfra.cli.fleet.DriftCommand;
import io.meshinfra.cli.fleet.ExplainCommand;
import io.meshinfra.cli.fleet.PlanCommand;
import io.meshinfra.cli.fleet.PolicyCommand;
import io.meshinfra.cli.fleet.SchemaCommand;
import io.meshinfra.cli.fleet.ValidateCommand;
import io.meshinfra.cli.ground.GroundCommand;
import io.meshinfra.cli.ground.ProbeCommand;
import io.meshinfra.cli.hub.ApproveCommand;
import io.meshinfra.cli.hub.EventsCommand;
import io.meshinfra.cli.hub.GetCommand;
import io.meshinfra.cli.hub.HistoryCommand;
import io.meshinfra.cli.hub.ReconcileCommand;
import io.meshinfra.cli.hub.ResumeCommand;
import io.meshinfra.cli.hub.SessionCommand;
import io.meshinfra.cli.hub.SourceCommand;
import io.meshinfra.cli.hub.SuspendCommand;
import io.meshinfra.cli.hub.TokenCommand;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code mesh}. */
@Command(
    name = "mesh",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Git says what every machine should be; mesh keeps every machine that way.",
    commandListHeading = "%nCommands:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:fine, or nothing to change",
      "1:differences were found",
      "2:wrong usage, invalid input, or something failed"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh validate desired-state        check manifests before they are committed",
      "  mesh diff -f desired-state laptop  compare a machine with them, without a hub",
      "  mesh get nodes                     what the hub knows of all machines",
      "  mesh COMMAND --help                more about one command"
    })
public final class Mesh implements Callable<Integer> {
  @Spec private CommandSpec spec;

  private Mesh() {}

  public static void main(String[] arguments) {
    Shell shell = Shell.ofProcess();
    int code = commandLine(shell).execute(arguments);
    shell.out().flush();
    shell.err().flush();
    System.exit(code);
  }

  /** All commands, ready to be executed in that surrounding. */
  public static CommandLine commandLine(Shell shell) {
    CommandLine mesh = new CommandLine(new Mesh());
    mesh.addSubcommand(new ValidateCommand(shell))
        .addSubcommand(new ExplainCommand(shell))
        .addSubcommand(new SchemaCommand(shell))
        .addSubcommand(PolicyCommand.commandLine(shell))
        .addSubcommand(new DiffCommand(shell))
        .addSubcommand(new PlanCommand(shell))
        .addSubcommand(new ApplyCommand(shell))
        .addSubcommand(DriftCommand.commandLine(shell))
        .addSubcommand(new GetCommand(shell))
        .addSubcommand(new HistoryCommand(shell))
        .addSubcommand(new EventsCommand(shell))
        .addSubcommand(new ReconcileCommand(shell))
        .addSubcommand(new ApproveCommand(shell))
        .addSubcommand(new SuspendCommand(shell))
        .addSubcommand(new ResumeCommand(shell))
        .addSubcommand(SourceCommand.commandLine(shell))
        .addSubcommand(SessionCommand.commandLine(shell))
        .addSubcommand(TokenCommand.commandLine(shell))
        .addSubcommand(GroundCommand.commandLine(shell))
        .addSubcommand(new ProbeCommand(shell))
        .addSubcommand(new LauncherCommand.Serve())
        .addSubcommand(new LauncherCommand.Lab())
        .addSubcommand(new VersionCommand(shell))
        .addSubcommand(new CompletionCommand(shell))
        .addSubcommand(new DocsCommand(shell));
    return mesh.setOut(shell.out())
        .setErr(shell.err())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(false)
        .setUsageHelpLongOptionsMaxWidth(28)
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(shell.isColourful() ? Ansi.ON : Ansi.OFF))
        .setParameterExceptionHandler(Mistakes::usage)
        .setExecutionExceptionHandler(Mistakes::execution);
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.ERROR;
  }
}
