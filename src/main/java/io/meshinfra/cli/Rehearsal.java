package io.meshinfra.cli;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.Writer;
import java.time.Clock;
import java.util.Map;

/**
 * Runs several commands in one JVM without a word, so that it can write down what it loaded for
 * them. The build makes the start-up cache of the command line with it.
 */
final class Rehearsal {
  private Rehearsal() {}

  /**
   * @param lines one command line each, its words separated by a blank
   */
  public static void main(String[] lines) {
    Shell.ofProcess();
    Shell silent =
        new Shell(
            new BufferedReader(Reader.nullReader()),
            new PrintWriter(Writer.nullWriter()),
            new PrintWriter(Writer.nullWriter()),
            Shell.Screen.NONE,
            Map.of("HOME", "/nonexistent"),
            Clock.systemUTC());
    for (String line : lines) {
      Mesh.commandLine(silent).execute(line.split(" "));
    }
    System.exit(ExitCode.FINE);
  }
}
