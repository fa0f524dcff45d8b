package io.meshinfra.cli.hub;

import io.meshinfra.cli.Shell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code mesh resume}. */
@Command(
    name = "resume",
    mixinStandardHelpOptions = true,
    description = "End a suspension; the hub looks at the node at once.",
    footerHeading = "%nExample:%n",
    footer = "  mesh resume laptop")
public final class ResumeCommand implements Runnable {
  private final Shell shell;
  @Mixin private HubOptions hub;

  @Parameters(paramLabel = "NODE", description = "The node.")
  private String node;

  public ResumeCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public void run() {
    boolean was = hub.hub(shell).resume(node).path("was").asBoolean(true);
    shell.print(node + (was ? " goes on\n" : " was not suspended\n"));
  }
}
