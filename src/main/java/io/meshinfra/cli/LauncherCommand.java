package io.meshinfra.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** What the script {@code mesh} does before this program is started; here for the help only. */
final class LauncherCommand {
  private LauncherCommand() {}

  /** {@code mesh serve}. */
  @Command(
      name = "serve",
      mixinStandardHelpOptions = true,
      description = "Run the hub.",
      footerHeading = "%nExample:%n",
      footer = {
        "  MESH_SOURCE_REMOTE=/srv/git/fleet.git mesh serve",
        "",
        "Its settings are mesh.* properties or MESH_* variables; docs/reference/configuration.md",
        "lists them. MESH_JAVA_OPTS holds options for its JVM."
      })
  static final class Serve implements Runnable {
    @Unmatched private List<String> rest;

    @Override
    public void run() {
      throw new Failure(
          "the hub is a program of its own; start it with the script mesh at the top of the"
              + " repository: ./mesh serve");
    }
  }

  /** {@code mesh lab}. */
  @Command(
      name = "lab",
      mixinStandardHelpOptions = true,
      description = "Run real Linux nodes on this machine, to try things out; needs root.",
      footerHeading = "%nExamples:%n",
      footer = {"  mesh lab up 3", "  mesh lab list", "  mesh lab down"})
  static final class Lab implements Runnable {
    @Unmatched private List<String> rest;

    @Override
    public void run() {
      throw new Failure(
          "the lab is a script of its own; start it with the script mesh at the top of the"
              + " repository: ./mesh lab up 3");
    }
  }
}
