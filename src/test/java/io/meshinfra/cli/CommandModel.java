package io.meshinfra.cli;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.Writer;
import java.time.Clock;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The commands as picocli knows them. */
public final class CommandModel {
  private CommandModel() {}

  public static CommandLine all() {
    return Mesh.commandLine(
        new Shell(
            new BufferedReader(Reader.nullReader()),
            new PrintWriter(Writer.nullWriter()),
            new PrintWriter(Writer.nullWriter()),
            Shell.Screen.NONE,
            Map.of(),
            Clock.systemUTC()));
  }

  public static CommandSpec of(String qualifiedName) {
    CommandLine found = all();
    for (String word : qualifiedName.substring("mesh ".length()).split(" ")) {
      found = found.getSubcommands().get(word);
    }
    return found.getCommandSpec();
  }
}
