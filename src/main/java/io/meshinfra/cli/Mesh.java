package io.meshinfra.cli;

import io.meshinfra.cli.desired.ExplainCommand;
import io.meshinfra.cli.desired.SchemaCommand;
import io.meshinfra.cli.desired.ValidateCommand;
import io.meshinfra.cli.docs.DocsCommand;
import io.meshinfra.cli.drift.DriftCommand;
import io.meshinfra.cli.ground.GroundCommand;
import io.meshinfra.cli.ground.ProbeCommand;
import io.meshinfra.cli.hub.ApproveCommand;
import io.meshinfra.cli.hub.AuditCommand;
import io.meshinfra.cli.hub.BackupCommand;
import io.meshinfra.cli.hub.BreakGlassCommand;
import io.meshinfra.cli.hub.EventsCommand;
import io.meshinfra.cli.hub.GetCommand;
import io.meshinfra.cli.hub.HistoryCommand;
import io.meshinfra.cli.hub.LeaseCommand;
import io.meshinfra.cli.hub.LoginCommand;
import io.meshinfra.cli.hub.ReconcileCommand;
import io.meshinfra.cli.hub.RestoreCommand;
import io.meshinfra.cli.hub.ResumeCommand;
import io.meshinfra.cli.hub.RollbackCommand;
import io.meshinfra.cli.hub.RolloutCommand;
import io.meshinfra.cli.hub.SessionCommand;
import io.meshinfra.cli.hub.SourceCommand;
import io.meshinfra.cli.hub.SuspendCommand;
import io.meshinfra.cli.hub.TokenCommand;
import io.meshinfra.cli.join.ImportCommand;
import io.meshinfra.cli.join.NodeCommand;
import io.meshinfra.cli.network.EscapeHatchCommand;
import io.meshinfra.cli.network.NetCommand;
import io.meshinfra.cli.network.TestCommand;
import io.meshinfra.cli.plan.ApplyCommand;
import io.meshinfra.cli.plan.DiffCommand;
import io.meshinfra.cli.plan.PlanCommand;
import io.meshinfra.cli.plan.PolicyCommand;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
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
    int code = commandLine(shell, arguments).execute(arguments);
    shell.out().flush();
    shell.err().flush();
    System.exit(code);
  }

  /** In the order of the help. */
  private static final Map<String, Function<Shell, Object>> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("validate", ValidateCommand::new);
    COMMANDS.put("explain", ExplainCommand::new);
    COMMANDS.put("schema", SchemaCommand::new);
    COMMANDS.put("policy", PolicyCommand::commandLine);
    COMMANDS.put("net", NetCommand::commandLine);
    COMMANDS.put("test", TestCommand::new);
    COMMANDS.put("node", NodeCommand::commandLine);
    COMMANDS.put("import", ImportCommand::new);
    COMMANDS.put("diff", DiffCommand::new);
    COMMANDS.put("plan", PlanCommand::new);
    COMMANDS.put("apply", ApplyCommand::new);
    COMMANDS.put("drift", DriftCommand::commandLine);
    COMMANDS.put("get", GetCommand::new);
    COMMANDS.put("history", HistoryCommand::new);
    COMMANDS.put("events", EventsCommand::new);
    COMMANDS.put("reconcile", ReconcileCommand::new);
    COMMANDS.put("approve", ApproveCommand::new);
    COMMANDS.put("rollback", RollbackCommand::new);
    COMMANDS.put("suspend", SuspendCommand::new);
    COMMANDS.put("resume", ResumeCommand::new);
    COMMANDS.put("break-glass", BreakGlassCommand::new);
    COMMANDS.put("rollout", RolloutCommand::commandLine);
    COMMANDS.put("source", SourceCommand::commandLine);
    COMMANDS.put("session", SessionCommand::commandLine);
    COMMANDS.put("token", TokenCommand::commandLine);
    COMMANDS.put("login", LoginCommand::commandLine);
    COMMANDS.put("audit", AuditCommand::commandLine);
    COMMANDS.put("lease", LeaseCommand::commandLine);
    COMMANDS.put("escape-hatch", EscapeHatchCommand::new);
    COMMANDS.put("backup", BackupCommand::new);
    COMMANDS.put("restore", RestoreCommand::new);
    COMMANDS.put("ground", GroundCommand::commandLine);
    COMMANDS.put("probe", ProbeCommand::new);
    COMMANDS.put("serve", shell -> new LauncherCommand.Serve());
    COMMANDS.put("lab", shell -> new LauncherCommand.Lab());
    COMMANDS.put("version", VersionCommand::new);
    COMMANDS.put("completion", CompletionCommand::new);
    COMMANDS.put("docs", DocsCommand::new);
  }

  /** These tell of all commands. */
  private static final Set<String> NEED_ALL = Set.of("completion", "docs");

  /** All commands, ready to be executed in that surrounding. */
  public static CommandLine commandLine(Shell shell) {
    return commandLine(shell, COMMANDS.keySet());
  }

  /**
   * The same for these arguments: when they name one of the commands, only that is made ready,
   * since getting all of them ready takes a third of the time of a start.
   */
  static CommandLine commandLine(Shell shell, String... arguments) {
    String named = arguments.length == 0 ? "" : arguments[0];
    return COMMANDS.containsKey(named) && !NEED_ALL.contains(named)
        ? commandLine(shell, Set.of(named))
        : commandLine(shell);
  }

  private static CommandLine commandLine(Shell shell, Set<String> names) {
    CommandLine mesh = new CommandLine(new Mesh());
    names.forEach(name -> mesh.addSubcommand(COMMANDS.get(name).apply(shell)));
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
