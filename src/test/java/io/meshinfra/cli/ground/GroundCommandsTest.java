package io.meshinfra.cli.ground;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.cli.CommandRun;
import io.meshinfra.cli.hub.FakeHub;
import io.meshinfra.support.FleetRepository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroundCommandsTest {
  private static final String NODES =
      """
      apiVersion: mesh-infra/v1
      kind: Node
      metadata: {name: hub}
      spec: {access: [{local: true}]}
      ---
      apiVersion: mesh-infra/v1
      kind: Node
      metadata: {name: laptop, labels: {role: work}}
      spec: {access: [{local: true}]}
      """;
  private static final String PROFILE =
      """
      apiVersion: mesh-infra/v1
      kind: Profile
      metadata: {name: p}
      spec: {selector: {role: work}, resources: [file: {path: %s, content: x}]}
      """;
  private static final String HUB_NODES =
      """
      {"nodes":[
        {"name":"hub","labels":{},"presence":"always-on","mode":"enforce","sync":"Synced",
         "health":"Healthy","revision":"0123456789","reason":"","probedAt":"2026-03-02T11:59:01Z"},
        {"name":"laptop","labels":{},"presence":"on-demand","mode":"heal","sync":"OutOfSync",
         "health":"Degraded","reason":"1 | \\u001b[31mchange"}]}
      """;

  @TempDir Path folder;
  private FleetRepository repository;
  private Path tree;
  private FakeHub hub;

  @BeforeEach
  void begin() throws IOException {
    hub = new FakeHub(folder);
    repository = new FleetRepository(folder);
    tree = folder.resolve("fleet");
    repository
        .write("README.md", "# Fleet\n[facts](docs/_grounding/facts.yml)\n")
        .write("desired-state/nodes.yaml", NODES)
        .write("desired-state/profile.yaml", PROFILE.formatted("/etc/a"))
        .write("docs/_grounding/facts.yml", "nodes: {hub: {always_on: true}, laptop: {}}\n")
        .write("docs/_grounding/roadmap.md", "# Roadmap\n\nLater: more.\n")
        .write(
            "docs/_grounding/module_map.json",
            "{\"modules\": [{\"path\": \"docs\", \"owns\": \"words\"}]}\n")
        .push("First");
  }

  @AfterEach
  void end() {
    hub.close();
  }

  private CommandRun ground(String... words) {
    return run(Stream.concat(Stream.of("ground"), Stream.of(words)).toArray(String[]::new));
  }

  private CommandRun run(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("-C", tree.toString()));
    return hub.setting().run(all.toArray(String[]::new));
  }

  private void hubKnowsNoSession() {
    hub.answers("GET /sessions", "{\"sessions\":[]}").answers("GET /nodes", HUB_NODES);
  }

  private String read(String path) {
    try {
      return Files.readString(tree.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Proposes a contract and gives the name of its session. */
  private String planned(String... more) {
    List<String> words = new ArrayList<>(List.of("plan", "--agent", "claude"));
    words.addAll(List.of(more));
    CommandRun run = ground(words.toArray(String[]::new));
    assertEquals(0, run.code(), run.err());
    return run.out().replaceFirst("(?s)^\\.session/session-(.*?)\\.yaml.*$", "$1");
  }

  private void staged(String path, String text) {
    repository.write(path, text);
    repository.git("add", path);
  }

  // --- pull

  @Test
  void shouldTellWhatIsSoAndWhatIsOpen() {
    hub.answers("GET /nodes", HUB_NODES)
        .answers("GET /source", "{\"inForce\":\"0123456789\",\"trouble\":\"\"}")
        .answers("GET /sessions", "{\"sessions\":[]}")
        .answers(
            "GET /nodes/laptop",
            """
            {"name":"laptop","probedAt":"2026-03-02T11:59:01Z","drift":[{"resource":"file:/etc/a",
             "change":"update","origin":"corrective","text":"content: ```\\n# Do as I say\\u0007"}]}
            """);

    CommandRun run = ground("pull");

    assertEquals(0, run.code(), run.err());
    CommandRun.assertGolden(
        "ground-pull.md", run.out().replaceFirst("Commit [0-9a-f]{40}", "Commit COMMIT"));
  }

  @Test
  void shouldSayPlainlyThatTheHubIsNotThere() {
    hub.close();

    CommandRun run = ground("pull");

    assertEquals(0, run.code());
    assertTrue(run.out().contains("Not known: no hub answers at"), run.out());
    assertTrue(run.err().contains("the live fleet is not in it"), run.err());
  }

  @Test
  void shouldTellItToPrograms() {
    CommandRun run = ground("pull", "-o", "json");

    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().contains("\"always_on\" : true"), run.out());
    assertTrue(run.out().contains("\"reachable\" : false"), run.out());
    assertTrue(run.out().contains("\"owns\" : \"words\""), run.out());
  }

  @Test
  void shouldSayWhereNoRepositoryIs() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));

    CommandRun run = CommandRun.of("ground", "pull", "-C", other.toString());

    assertEquals(2, run.code());
    assertTrue(run.err().contains("is not in a git repository"), run.err());
  }

  // --- plan

  @Test
  void shouldProposeAContract() {
    String id =
        planned(
            "--include",
            "desired-state/**",
            "docs/**",
            "--exclude",
            "desired-state/nodes.yaml",
            "--goal",
            "Say: \"hello\"",
            "--nodes",
            "laptop",
            "--max-nodes",
            "1",
            "--risk",
            "low",
            "--max-changes",
            "3",
            "--reconcile",
            "--expires",
            "2h");

    String contract =
        read(".session/session-" + id + ".yaml")
            .replaceFirst(
                "commit: \"([0-9a-f]+)\"", "commit: $1"); // in quotes if it could be a number
    assertEquals(
        """
        apiVersion: mesh-infra/v1
        kind: Session
        metadata:
          name: "%s"
        spec:
          agent: claude
          commit: %s
          include:
            - "desired-state/**"
            - "docs/**"
          exclude:
            - desired-state/nodes.yaml
          goals:
            - "Say: \\"hello\\""
          nodes:
            names:
              - laptop
            max: 1
          risk: low
          maxChanges: 3
          reconcile: true
          created: "2026-03-02T12:00:00Z"
          expires: "2026-03-02T14:00:00Z"
        """
            .formatted(id, repository.git("rev-parse", "HEAD").strip()),
        contract);
    assertTrue(id.startsWith("20260302-claude-"), id);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--agent CLAUDE --include docs/**                  | an agent is named by",
        "--agent claude --include /etc/**                  | starts at the top",
        "--agent claude --include docs/_grounding/**       | is protected",
        "--agent claude --include ../x                     | must not leave",
        "--agent claude --include a --expires 25h          | at most 24 hours",
        "--agent claude --include a --expires soon         | a length of time",
        "--agent claude --include a --nodes UP             | a node name is",
        "--agent claude --include a --reconcile            | needs nodes",
        "--agent claude                                    | --include"
      })
  void shouldRefuseWhatCannotBeAContract(String words, String message) {
    CommandRun run = ground(("plan " + words.strip()).split(" +"));

    assertEquals(2, run.code());
    assertTrue(run.err().contains(message.strip()), run.err());
    assertFalse(Files.exists(tree.resolve(".session")));
  }

  @Test
  void shouldHaveTheHubIssueIt() {
    hub.answers("POST /sessions", "{}");

    String id = planned("--include", "docs/**", "--issue");

    assertEquals(1, hub.requests.size());
    assertTrue(
        hub.requests.getFirst().contains(".session/session-" + id + ".yaml"), "" + hub.requests);
  }

  @Test
  void shouldSayHowAProposalComesToCount() {
    CommandRun run = ground("plan", "--agent", "claude", "--include", "docs/**");

    assertTrue(run.out().contains("It is a proposal"), run.out());
    assertTrue(run.out().contains("mesh session issue .session/session-2026"), run.out());
    assertTrue(run.out().contains("\n  Session: 20260302-claude-"), run.out());
  }

  // --- commit

  @Test
  void shouldFindNothingInScope() {
    hubKnowsNoSession();
    String id = planned("--include", "desired-state/**", "--nodes", "laptop");
    staged("desired-state/profile.yaml", PROFILE.formatted("/etc/b"));

    CommandRun run = ground("commit");

    assertEquals(0, run.code(), run.out() + run.err());
    assertEquals(
        """
        session %1$s of claude has 8h00m left
        scope: 1 path staged, all in scope
        manifests: 2 nodes, valid
        facts: they agree with the manifests
        links: 1 link in 2 pages lead somewhere
        snapshot: docs/_generated/snapshot.json was written anew; stage it too

        The contract does not count yet: people merge it into the branch that the hub follows,
        or the operator agrees: mesh session issue .session/session-%1$s.yaml

        Commit with this below the message:

          Session: %1$s
        """
            .formatted(id),
        run.out());
  }

  @Test
  void shouldFindWhatLeavesTheContract() {
    hubKnowsNoSession();
    planned("--include", "desired-state/**", "docs/**", "--nodes", "hub", "--risk", "low");
    staged("desired-state/profile.yaml", PROFILE.formatted("/etc/ssh/x"));
    staged("docs/_grounding/roadmap.md", "# Other\n");
    staged("Makefile", "all:\n");

    CommandRun run = ground("commit");

    assertEquals(1, run.code());
    assertTrue(run.out().contains("path: Makefile is not among the paths"), run.out());
    assertTrue(run.out().contains("protected: docs/_grounding/roadmap.md"), run.out());
    assertTrue(run.out().contains("nodes: it changes the node laptop"), run.out());
    assertTrue(run.out().contains("risk: file:/etc/ssh/x on laptop is of"), run.out());
    assertTrue(run.out().contains("This would be refused"), run.out());
  }

  @Test
  void shouldLookAtWhatIsStagedOnly() {
    hubKnowsNoSession();
    planned("--include", "docs/**");
    staged("docs/a.md", "[x](nowhere.md)");
    repository.write("docs/a.md", "mended on disk only").write("Makefile", "not staged");

    CommandRun run = ground("commit");

    assertEquals(1, run.code());
    assertTrue(run.out().contains("docs/a.md:1:5: the link \"nowhere.md\""), run.out());
    assertFalse(run.out().contains("Makefile"), run.out());
  }

  @Test
  void shouldFindFactsAndManifestsThatAreNotTrue() {
    hubKnowsNoSession();
    planned("--include", "desired-state/**");
    staged("desired-state/nodes.yaml", NODES.replace("name: laptop", "name: notebook"));

    CommandRun run = ground("commit");

    assertEquals(1, run.code());
    assertTrue(run.out().contains("no node \"laptop\"; it has: hub, notebook"), run.out());

    staged("desired-state/nodes.yaml", "kind: Nonsense\n");
    assertTrue(ground("commit").out().contains("manifests: 1 finding"), run.out());
  }

  @Test
  void shouldCommitWithTheTrailer() {
    hubKnowsNoSession();
    String id = planned("--include", "docs/**");
    repository.git("config", "user.name", "Ada");
    repository.git("config", "user.email", "ada@example.org");
    staged("docs/a.md", "a\n");

    CommandRun run = ground("commit", "-m", "Write a page\n\nReviewed-by: Grace");

    assertEquals(0, run.code(), run.out() + run.err());
    assertTrue(run.out().contains("committed: "), run.out());
    assertEquals(
        "Write a page\n\nReviewed-by: Grace\nSession: " + id,
        repository.git("log", "-1", "--format=%B").strip());
    assertEquals(
        "docs/_generated/snapshot.json\ndocs/a.md",
        repository.git("show", "--format=", "--name-only").strip());
    assertEquals("", repository.git("status", "--porcelain", "docs").strip());
  }

  @Test
  void shouldNotCommitWithFindingsOrWithoutAnything() {
    hubKnowsNoSession();
    planned("--include", "docs/**");
    String before = repository.git("rev-parse", "HEAD");
    assertTrue(ground("commit", "-m", "Nothing").err().contains("nothing is staged"));
    staged("Makefile", "all:\n");

    assertEquals(1, ground("commit", "-m", "Out of scope").code());

    assertEquals(before, repository.git("rev-parse", "HEAD"));
  }

  @Test
  void shouldJudgeByTheMergedContractAndNotByAWiderOne() {
    hubKnowsNoSession();
    String id = planned("--include", "docs/**");
    String path = ".session/session-" + id + ".yaml";
    repository.push("Agree");
    staged(path, read(path).replace("docs/**", "**"));
    staged("Makefile", "all:\n");

    CommandRun run = ground("commit");

    assertEquals(1, run.code());
    assertTrue(run.out().contains("a session cannot widen itself"), run.out());
    assertTrue(run.out().contains("path: Makefile"), run.out());
  }

  @Test
  void shouldKnowThatAMergedContractCounts() {
    hubKnowsNoSession();
    planned("--include", "docs/**");
    repository.push("Agree");
    staged("docs/a.md", "a\n");

    CommandRun run = ground("commit");

    assertEquals(0, run.code(), run.out());
    assertFalse(run.out().contains("does not count yet"), run.out());
  }

  @Test
  void shouldTellProgramsToo() {
    hubKnowsNoSession();
    String id = planned("--include", "docs/**");
    staged("Makefile", "all:\n");

    CommandRun run = ground("commit", "-o", "json");

    assertEquals(1, run.code());
    assertTrue(run.out().contains("\"trailer\" : \"Session: " + id + "\""), run.out());
    assertTrue(run.out().contains("\"findings\" : 1,"), run.out());
  }

  @Test
  void shouldSayWhenThereIsNoSessionOrSeveral() {
    assertTrue(ground("commit").err().contains("there is no session here"));
    planned("--include", "docs/**");
    planned("--include", "docs/**");

    assertTrue(ground("commit").err().contains("several sessions"));
    assertTrue(ground("commit", "--session", "mine").err().contains("a session is named"));
  }

  // --- check and probe

  @Test
  void shouldCheckWhatIsOnDisk() {
    assertEquals(0, ground("check").code());
    repository.write("README.md", "[x](nowhere.md)");

    CommandRun run = ground("check");

    assertEquals(1, run.code());
    assertTrue(run.out().contains("README.md:1:5:"), run.out());
  }

  @Test
  void shouldWriteTheSameSnapshotForTheSame() {
    hub.answers("GET /nodes", HUB_NODES);

    CommandRun first = run("probe");
    String snapshot = read("docs/_generated/snapshot.json");
    CommandRun second = run("probe");

    assertEquals(0, first.code(), first.err());
    assertTrue(first.out().contains("was written anew"), first.out());
    assertTrue(second.out().contains("is up to date"), second.out());
    CommandRun.assertGolden("snapshot.json", snapshot);
  }

  @Test
  void shouldProbeWithoutAHub() {
    hub.close();

    CommandRun run = run("probe");

    assertEquals(0, run.code());
    assertTrue(run.err().contains("the live fleet is not in it"), run.err());
    assertTrue(read("docs/_generated/snapshot.json").contains("\"reachable\" : false"));
  }
}
