package io.meshinfra.cli;

import picocli.CommandLine.Command;

/** {@code mesh version}. */
@Command(
    name = "version",
    mixinStandardHelpOptions = true,
    description = "Print the version.",
    footerHeading = "%nExample:%n",
    footer = "  mesh version")
final class VersionCommand implements Runnable {
  private final Shell shell;

  VersionCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public void run() {
    shell.print(String.join("\n", new Version().getVersion()) + "\n");
  }
}
