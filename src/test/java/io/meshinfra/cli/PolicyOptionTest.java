package io.meshinfra.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.support.FleetRepository;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Every command that reads manifests reads them with the policy that it is told. */
class PolicyOptionTest {
  private static final String INTENT =
      """
      version: 1
      mesh: {network: 10.0.0.0/16}
      nodes:
        here: {internal_ip: 10.0.0.1}
      """;

  private static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEzr5PWjBcrvU6dZ0dMTiHBKmnOMPsvkNl2DZfEOzPRW";

  /** What a command needs besides {@code -f}. */
  private static final Map<String, List<String>> MORE =
      Map.of(
          "apply", List.of("--yes"),
          "drift adopt", List.of("here"),
          "drift evidence", List.of("here"),
          "net explain", List.of("here", "here:22"),
          "node add", List.of("there", "--ssh", "root@127.0.0.1:1", "--yes", "--hub-key", KEY),
          "node remove", List.of("here", "--yes"),
          "import", List.of("here"));

  @TempDir Path scratch;
  private FleetRepository repository;
  private Path manifests;

  @BeforeEach
  void writeAFleet() {
    repository = new FleetRepository(scratch);
    repository.write(
        "desired-state/node.yaml",
        """
        apiVersion: mesh-infra/v1
        kind: Node
        metadata: {name: here}
        spec: {access: [{local: true}], become: none}
        """);
    repository.write("rules/intent/network.yaml", INTENT);
    manifests = scratch.resolve("fleet/desired-state");
  }

  private static SortedMap<String, CommandSpec> commands() {
    SortedMap<String, CommandSpec> commands = new TreeMap<>();
    Shell shell = CommandRun.here().shell();
    collect("", Mesh.commandLine(shell), commands);
    return commands;
  }

  private static void collect(
      String name, CommandLine command, SortedMap<String, CommandSpec> commands) {
    if (command.getSubcommands().isEmpty()) {
      commands.put(name, command.getCommandSpec());
    }
    command
        .getSubcommands()
        .forEach((word, below) -> collect((name + " " + word).strip(), below, commands));
  }

  /** By what they take: a folder of manifests. */
  private static boolean readsManifests(String name, CommandSpec command) {
    return command.findOption("--from") != null || name.equals("validate");
  }

  @Test
  void shouldKnowTheCommandsThatReadManifests() {
    List<String> readers =
        commands().entrySet().stream()
            .filter(command -> readsManifests(command.getKey(), command.getValue()))
            .map(Map.Entry::getKey)
            .toList();

    assertTrue(readers.containsAll(List.of("diff", "plan", "validate", "test", "net keys")));
    assertTrue(readers.containsAll(MORE.keySet()), readers + " beside " + MORE.keySet());
  }

  @TestFactory
  Stream<DynamicTest> shouldRefuseAPolicyOutsideOfTheRepository() {
    return commands().entrySet().stream()
        .filter(command -> readsManifests(command.getKey(), command.getValue()))
        .map(command ->
            DynamicTest.dynamicTest(
                command.getKey(),
                () -> {
                  CommandRun run = run(command.getKey(), "/elsewhere");

                  assertTrue(
                      run.err().contains("the folder of the policy is relative"), run.toString());
                  assertEquals(ExitCode.ERROR, run.code());
                }));
  }

  private CommandRun run(String name, String policy) {
    List<String> arguments = new ArrayList<>(List.of(name.split(" ")));
    if (!name.equals("validate")) {
      arguments.add("-f");
    }
    arguments.add(manifests.toString());
    arguments.addAll(MORE.getOrDefault(name, List.of()));
    arguments.addAll(List.of("--policy", policy));
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  @Test
  void shouldReadTheIntentInThatFolder() {
    assertEquals(ExitCode.FINE, run("net matrix", "rules").code());
    CommandRun none = run("net matrix", "infra/policy");
    assertTrue(none.err().contains("there is no network intent"), none.toString());
    assertEquals(ExitCode.FINE, run("validate", "rules").code());
  }

  @Test
  void shouldTellMistakesOfThatFolderByTheirPlace() {
    repository.write("rules/intent/network.yaml", "version: 7\n");

    CommandRun run = run("validate", "rules");

    assertTrue(run.out().contains("rules/intent/network.yaml:1:"), run.toString());
    assertEquals(ExitCode.ERROR, run.code());
  }
}
