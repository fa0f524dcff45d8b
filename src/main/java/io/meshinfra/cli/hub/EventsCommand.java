package io.meshinfra.cli.hub;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.cli.FormatOption;
import io.meshinfra.cli.Shell;
import io.meshinfra.cli.text.Format;
import io.meshinfra.cli.text.Tree;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mesh events}. */
@Command(
    name = "events",
    mixinStandardHelpOptions = true,
    description = "Show what happened, and what happens.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh events laptop        the last events of one node",
      "  mesh events --follow      what happens from now on, until Ctrl-C"
    })
public final class EventsCommand implements Runnable {
  private final Shell shell;
  @Mixin private HubOptions hub;
  @Mixin private FormatOption output;

  @Parameters(arity = "0..1", paramLabel = "NODE", description = "Only events of this node.")
  private String node;

  @Option(
      names = {"--follow"},
      description = "Go on with what happens from now on; with -o json one event on each line.")
  private boolean follow;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "Past events to show at most; 50 is the default.")
  private int limit;

  public EventsCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public void run() {
    Optional<String> only = Optional.ofNullable(node);
    HubApi api = hub.hub(shell);
    if (follow) {
      new EventStream(shell, output.format()).print(after -> api.follow(only, after));
      return;
    }
    JsonNode events = api.events(only, limit);
    shell.print(
        output.format() == Format.TABLE
            ? HubTables.events(events, shell.screen().columns())
            : Tree.of(events, output.format()));
  }
}
