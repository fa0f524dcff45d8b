package io.meshinfra.cli.docs;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The page of all commands. */
final class CommandLinePage {
  private final StringBuilder out = new StringBuilder();

  private CommandLinePage() {}

  static String of(CommandSpec mesh) {
    CommandLinePage page = new CommandLinePage();
    page.line("<!-- Made by `make docs` from the program; changes here are lost. -->");
    page.line("# Command line");
    page.line("");
    page.line("Exit codes: 0 fine or nothing to change, 1 differences found, 2 wrong usage, invalid");
    page.line("input, or something failed. Results go to standard output, progress and errors to");
    page.line("standard error.");
    page.commands(mesh);
    return page.out.toString();
  }

  private void line(String text) {
    out.append(text.stripTrailing()).append('\n');
  }

  private void commands(CommandSpec parent) {
    for (CommandLine child : parent.subcommands().values()) {
      CommandSpec command = child.getCommandSpec();
      if (!command.usageMessage().hidden() && !command.name().equals("help")) {
        command(command);
        commands(command);
      }
    }
  }

  private void command(CommandSpec command) {
    UsageMessageSpec usage = command.usageMessage();
    line("");
    line("## " + command.qualifiedName());
    line("");
    line(String.join("\n", usage.description()));
    line("");
    line("```");
    line(new Help(command, Help.defaultColorScheme(Ansi.OFF)).synopsis(0));
    line("```");
    arguments(command);
    if (usage.footer().length > 0) {
      line("");
      line("```");
      line(Stream.of(usage.footer()).map(CommandLinePage::unindented).collect(lines()));
      line("```");
    }
  }

  private void arguments(CommandSpec command) {
    List<PositionalParamSpec> positions = command.positionalParameters();
    List<OptionSpec> options =
        command.options().stream()
            .filter(option -> !option.hidden() && !option.usageHelp() && !option.versionHelp())
            .toList();
    if (positions.isEmpty() && options.isEmpty()) {
      return;
    }
    line("");
    line("| argument | meaning |");
    line("|---|---|");
    positions.forEach(position -> row(position.paramLabel(), position));
    options.forEach(option -> row(named(option), option));
  }

  private static String named(OptionSpec option) {
    String names = String.join(", ", option.names());
    return option.arity().max() == 0 ? names : names + " " + option.paramLabel();
  }

  private void row(String name, ArgSpec argument) {
    line("| `%s` | %s |".formatted(cell(name), cell(String.join(" ", argument.description()))));
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }

  private static String unindented(String example) {
    return example.startsWith("  ") ? example.substring(2) : example;
  }

  private static java.util.stream.Collector<CharSequence, ?, String> lines() {
    return Collectors.joining("\n");
  }
}
