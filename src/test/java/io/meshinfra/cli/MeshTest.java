package io.meshinfra.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class MeshTest {
  @Test
  void shouldListAllCommands() {
    CommandRun run = CommandRun.of("--help");

    assertEquals(0, run.code());
    run.assertOutIs("help.txt");
  }

  @Test
  void shouldShowTheHelpAsAnErrorWhenNothingIsSaid() {
    CommandRun run = CommandRun.of();

    assertEquals(2, run.code());
    assertEquals("", run.out());
    assertTrue(run.err().startsWith("Usage: mesh"), run.err());
  }

  @Test
  void shouldNameEachCommandAsItNamesItself() {
    CommandModel.all()
        .getSubcommands()
        .forEach((name, command) ->
            assertEquals(
                command.getUsageMessage(), usage(name), "mesh " + name + " made ready alone"));
  }

  private static String usage(String name) {
    CommandRun run = CommandRun.of(name, "--help");
    assertEquals(0, run.code(), run.err());
    return run.out();
  }

  @Test
  void shouldSuggestTheCommandThatWasMeant() {
    CommandRun run = CommandRun.of("vaildate");

    assertEquals(2, run.code());
    assertTrue(run.err().contains("there is no command \"vaildate\""), run.err());
    assertTrue(run.err().contains("Did you mean: validate"), run.err());
  }

  @Test
  void shouldMakeHostileArgumentsPrintable() {
    CommandRun run = CommandRun.of("get", "nodes", "\033]0;owned\007");

    assertEquals(2, run.code());
    assertFalse(run.err().contains("\033"), run.err());
  }

  @Test
  void shouldRefuseAnUnknownFormat() {
    CommandRun run = CommandRun.of("validate", "-o", "xml");

    assertEquals(2, run.code());
    assertTrue(run.err().contains("TABLE, JSON, YAML"), run.err());
    assertTrue(run.err().contains("More: mesh validate --help"), run.err());
  }

  @Test
  void shouldSayHowTheHubAndTheLabAreStarted() {
    assertTrue(CommandRun.of("serve").err().contains("./mesh serve"));
    assertTrue(CommandRun.of("lab", "up", "3").err().contains("./mesh lab up 3"));
    assertEquals(2, CommandRun.of("serve").code());
  }

  @Test
  void shouldPrintACompletionScript() {
    CommandRun run = CommandRun.of("completion", "bash");

    assertEquals(0, run.code());
    assertTrue(run.out().startsWith("#!/usr/bin/env bash"), run.out());
    assertTrue(run.out().contains("validate"));
  }

  static Stream<String> everyCommand() {
    return commands(CommandModel.all());
  }

  private static Stream<String> commands(CommandLine parent) {
    return parent.getSubcommands().values().stream()
        .flatMap(child ->
            Stream.concat(Stream.of(child.getCommandSpec().qualifiedName(" ")), commands(child)));
  }

  @ParameterizedTest
  @MethodSource("everyCommand")
  void shouldExplainEveryCommandWithAnExample(String name) {
    String[] words = (name.substring("mesh ".length()) + " --help").split(" ");

    CommandRun run = CommandRun.of(words);

    assertEquals(0, run.code());
    assertTrue(run.out().contains("Example"), run.out());
    assertTrue(run.out().contains("mesh "), run.out());
  }

  @ParameterizedTest
  @MethodSource("everyCommand")
  void shouldDescribeEveryOption(String name) {
    CommandSpec command = CommandModel.of(name);

    command
        .args()
        .forEach(arg -> assertTrue(arg.description().length > 0, name + " " + arg.paramLabel()));
  }
}
