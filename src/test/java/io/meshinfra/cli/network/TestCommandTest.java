package io.meshinfra.cli.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.cli.CommandRun;
import io.meshinfra.cli.text.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One node is this machine, which reaches every address of 127.0.0.0/8 whatever an intent says. */
class TestCommandTest {
  @TempDir Path repository;

  @BeforeEach
  void write() throws IOException {
    Files.createDirectories(repository.resolve(".git"));
    Files.createDirectories(repository.resolve("desired-state"));
    Files.createDirectories(repository.resolve("infra/policy/intent"));
    Files.writeString(
        repository.resolve("desired-state/fleet.yaml"),
        """
        apiVersion: mesh-infra/v1
        kind: Node
        metadata: {name: here}
        spec: {access: [{local: true}], user: root, become: none}
        ---
        apiVersion: mesh-infra/v1
        kind: Node
        metadata: {name: there}
        spec: {access: [{local: true}], user: root, become: none}
        """);
    intent("ports: \"*\", protocol: tcp");
  }

  private void intent(String ports) throws IOException {
    Files.writeString(
        repository.resolve("infra/policy/intent/network.yaml"),
        """
        version: 1
        mesh: {network: 127.0.0.0/8}
        nodes:
          here: {internal_ip: 127.0.0.1, roles: [hub]}
          there: {internal_ip: 127.0.0.3}
        access_policy:
          - {name: all, from: here, to: there, %s}
        """
            .formatted(ports));
  }

  private CommandRun run(String... more) {
    String[] arguments = new String[more.length + 3];
    arguments[0] = "test";
    arguments[1] = "-f";
    arguments[2] = repository.resolve("desired-state").toString();
    System.arraycopy(more, 0, arguments, 3, more.length);
    return CommandRun.here().run(arguments);
  }

  @Test
  void shouldFindAForbiddenFlowThatWorks() throws IOException {
    intent("ports: 80");

    CommandRun run = run("here");

    assertEquals(1, run.code(), run.err());
    assertTrue(
        run.out().contains("here   there:47113/tcp   denied   leaks    reached, nothing listens"),
        run.out());
    assertTrue(run.out().contains("no back end is switched on for there"), run.out());
  }

  /** It is this machine too, but goes out with the address of the other one. */
  @Test
  void shouldSayNothingOfANodeThatComesFromAnotherAddress() {
    CommandRun run = run("there");

    assertTrue(run.out().contains("there goes there as 127.0.0.1 and not as 127.0.0.3"), run.out());
    assertTrue(run.out().contains("0 leak, 0 fail, "), run.out());
  }

  @Test
  void shouldTellProgramsAllThatWasTried() throws IOException {
    CommandRun run = run("here", "--all", "-o", "json");

    JsonNode tree = Tree.mapper().readTree(run.out());
    assertEquals("bash", tree.at("/tools/here").asText(), run.out() + run.err());
    assertTrue(tree.at("/counts/works").asInt() > 0, run.out());
    assertEquals("here", tree.at("/flows/0/from").asText());
    assertEquals(0, tree.at("/counts/fails").asInt());
  }

  @Test
  void shouldRefuseWhatCannotBeTested() throws IOException {
    assertEquals(2, run("nobody").code());
    Files.delete(repository.resolve("infra/policy/intent/network.yaml"));

    CommandRun run = run();

    assertEquals(2, run.code());
    assertTrue(run.err().contains("there is no network intent"), run.err());
  }
}
