package io.meshinfra.cli.fleet;

import picocli.CommandLine.Option;

/** Whether it is an error that a node cannot be reached. */
public final class AwayOption {
  @Option(
      names = "--skip-away",
      description = "Nodes that cannot be reached are told and are no error.")
  private boolean skip;

  public boolean skip() {
    return skip;
  }
}
