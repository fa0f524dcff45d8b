package io.meshinfra.cli.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.cli.CommandRun;
import io.meshinfra.cli.text.Tree;
import io.meshinfra.support.FleetRepository;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What diff, plan and apply of a folder tell of its network intent, beside the last commit. */
class NetworkBesideTest {
  private static final String NODE =
      """
      apiVersion: mesh-infra/v1
      kind: Node
      metadata: {name: here}
      spec:
        access: [local: true]
        become: none
        resources:
          - file: {path: SCRATCH/motd, content: "hello\\n", mode: "0644"}
      """;
  private static final String INTENT =
      """
      version: 1
      mesh: {network: 10.0.0.0/16}
      nodes:
        here: {internal_ip: 10.0.0.1, roles: [server]}
        other: {internal_ip: 10.0.0.2, roles: [client]}
      access_policy:
        - {name: web, from: role:client, to: role:server, ports: [443]}
      """;

  @TempDir Path scratch;
  private FleetRepository repository;

  @BeforeEach
  void commitAFleet() {
    repository = new FleetRepository(scratch);
    repository.write("desired-state/node.yaml", NODE.replace("SCRATCH", scratch.toString()));
    intent(INTENT);
    repository.push("First");
  }

  private void intent(String text) {
    repository.write("infra/policy/intent/network.yaml", text);
  }

  private void edit(String before, String after) {
    assertTrue(INTENT.contains(before));
    intent(INTENT.replace(before, after));
  }

  private CommandRun run(String command, String... more) {
    String[] arguments = new String[more.length + 3];
    arguments[0] = command;
    arguments[1] = "-f";
    arguments[2] = scratch.resolve("fleet/desired-state").toString();
    System.arraycopy(more, 0, arguments, 3, more.length);
    return CommandRun.here().inRealTime().run(arguments);
  }

  @Test
  void shouldTellNothingOfANetworkThatStaysTheSame() {
    assertFalse(run("diff").out().contains("network"));
  }

  @Test
  void shouldTellWhatIsOpenedAndClosed() {
    edit("[443]", "[9443]");

    for (String command : new String[] {"diff", "plan"}) {
      CommandRun run = run(command);

      assertTrue(
          run.out()
              .replaceAll("[0-9a-f]{10}", "COMMIT")
              .contains(
                  """
                  network, beside the commit COMMIT:
                    TO     FROM    OPENED     CLOSED
                    here   other   tcp 9443   tcp 443
                    nothing enforces it on here
                  """),
          run.out());
      assertEquals(1, run.code(), run.err());
    }
  }

  @Test
  void shouldWarnBeforeSomethingIsOpenedToOutside() {
    edit("from: role:client", "from: \"*\"");

    CommandRun run = run("apply", "--yes");

    assertTrue(run.err().contains("opens something to outside that was shut"), run.err());
    assertEquals(0, run.code(), run.err());
  }

  @Test
  void shouldGiveProgramsWithEachNodeWhatLeadsToIt() throws IOException {
    edit("[443]", "[9443]");

    CommandRun run = run("diff", "-o", "json");

    JsonNode node = Tree.mapper().readTree(run.out()).path(0);
    assertEquals("here", node.path("node").asText(), run.out());
    assertEquals("here", node.at("/network/changed/0/to/0").asText(), run.out());
    assertEquals("tcp 9443", node.at("/network/changed/0/opened/text").asText(), run.out());
    assertEquals(443, node.at("/network/changed/0/closed/tcp/0/first").asInt(), run.out());
    assertEquals("nothing enforces it on here", node.at("/network/notes/0").asText());
  }

  @Test
  void shouldGiveProgramsTheSameWhenItApplies() throws IOException {
    edit("[443]", "[9443]");

    CommandRun run = run("apply", "--yes", "-o", "json");

    JsonNode node = Tree.mapper().readTree(run.out()).path(0);
    assertEquals("tcp 9443", node.at("/network/changed/0/opened/text").asText(), run.out());
    assertTrue(run.err().contains("opens something between nodes"), run.err());
  }

  @Test
  void shouldLeaveNetworkOutForProgramsWhenNothingMoved() throws IOException {
    CommandRun run = run("diff", "-o", "json");

    assertFalse(Tree.mapper().readTree(run.out()).path(0).has("network"), run.out());
  }

  @Test
  void shouldNotFailOnARepositoryThatCannotBeRead() {
    repository.write(".git/HEAD", "rubbish");

    CommandRun run = run("diff");

    assertTrue(run.out().contains("what it opens and closes cannot be told: "), run.out());
    assertEquals(1, run.code(), run.err());
  }

  @Test
  void shouldTellOfMistakesInTheIntentOfTheLastCommit() {
    edit("role:client", "role:clients");
    repository.push("Broken");
    intent(INTENT);

    assertTrue(run("diff").out().contains("what it changes about the network cannot be told"));
  }
}
