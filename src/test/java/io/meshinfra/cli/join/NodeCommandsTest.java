package io.meshinfra.cli.join;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.cli.CommandRun;
import io.meshinfra.cli.hub.FakeHub;
import io.meshinfra.support.FleetRepository;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * mesh node and mesh import as far as no machine is needed; JoiningIT and ImportIT have the rest.
 */
class NodeCommandsTest {
  private static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFgR0GNHsdjAu5hAXNgf9BxEQ7bT7kcU/1FXb24Y7djA";

  @TempDir Path folder;
  private Path tree;
  private FleetRepository repository;

  @BeforeEach
  void begin() throws Exception {
    tree = folder.resolve("fleet");
    repository = new FleetRepository(folder);
    repository
        .write("nodes/hub.yaml", node("hub", "hub"))
        .write("nodes/web.yaml", node("web", "web"))
        .write(
            "profile.yaml",
            "apiVersion: mesh-infra/v1\nkind: Profile\nmetadata: {name: web}\n"
                + "spec: {selector: {role: web}, resources: [package: {name: tmux}]}\n")
        .write("infra/backup/wg/web.conf", "x\n")
        .write("docs/list.md", "the web and the webserver\n")
        .write(
            "infra/policy/intent/network.yaml",
            """
            version: 1
            nodes:
              hub: {internal_ip: 10.0.0.1/24, roles: [hub]}
              web: {internal_ip: 10.0.0.2/24, roles: [server]}   # the site
            groups: {all: [hub, web]}
            access_policy:
              - {name: one, from: hub, to: [hub, web], ports: [443]}
              - {name: two, from: "*", to: web, ports: [443]}
              - {name: three, from: "*", to: role:hub, ports: [80]}
            """)
        .push("First");
  }

  private static String node(String name, String role) {
    return """
    apiVersion: mesh-infra/v1
    kind: Node
    metadata: {name: %s, labels: {role: %s}}
    spec: {access: [lan: 127.0.0.1], hostKeys: ["%s"], user: mesh-ops}
    """
        .formatted(name, role, KEY);
  }

  private CommandRun run(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("-f", tree.toString()));
    return CommandRun.here()
        .inRealTime()
        .with("GIT_AUTHOR_NAME", "Ann")
        .with("GIT_AUTHOR_EMAIL", "ann@example.org")
        .with("GIT_COMMITTER_NAME", "Ann")
        .with("GIT_COMMITTER_EMAIL", "ann@example.org")
        .run(all.toArray(String[]::new));
  }

  private List<String> files() throws Exception {
    try (Stream<Path> all = Files.walk(tree)) {
      return all.filter(Files::isRegularFile)
          .map(file -> tree.relativize(file).toString())
          .filter(file -> !file.startsWith(".git/"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "host",
        "me@",
        "me@host:0",
        "me@host:99999",
        "me@host:22x",
        "me@-oProxyCommand=x",
        "me@host;id",
        "$(id)@host",
        "me@host name",
        "root@[::1"
      })
  void shouldRefuseALoginThatIsNone(String ssh) {
    CommandRun run = run("node", "add", "new", "--hub-key", KEY, "--ssh", ssh);

    assertEquals(2, run.code(), run.out());
    assertTrue(run.err().contains("--ssh names") || run.err().contains("no port"), run.err());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x y",
        "ssh-ed25519 AAAA\nssh-ed25519 BBBB",
        "command=\"id\" " + KEY,
        "/etc/hosts"
      })
  void shouldRefuseAKeyThatIsNone(String key) {
    CommandRun run = run("node", "add", "new", "--hub-key", key, "--ssh", "root@127.0.0.1");

    assertEquals(2, run.code(), run.out());
    assertTrue(run.err().contains("public key of the hub"), run.err());
  }

  @Test
  void shouldRefuseAPrivateKey() throws Exception {
    Path key = folder.resolve("id");
    Files.writeString(key, "-----BEGIN OPENSSH PRIVATE KEY-----\nsecret\n");

    CommandRun run =
        run("node", "add", "new", "--hub-key", key.toString(), "--ssh", "root@127.0.0.1");

    assertEquals(2, run.code());
    assertTrue(run.err().contains("is a private key"), run.err());
    assertFalse(run.err().contains("secret"), run.err());
  }

  @Test
  void shouldSayThatNobodyAnswers() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }

    CommandRun run = run("node", "add", "new", "--hub-key", KEY, "--ssh", "root@127.0.0.1:" + port);

    assertEquals(2, run.code());
    assertTrue(run.err().contains("nothing was done: 127.0.0.1:" + port), run.err());
  }

  @Test
  void shouldShowWhatGoesAndTouchNothing() throws Exception {
    List<String> before = files();

    CommandRun run = run("node", "remove", "web", "--dry-run");

    assertEquals(1, run.code(), run.err());
    run.assertOutIs("node-remove.txt");
    assertEquals(before, files());
  }

  @Test
  void shouldTakeANodeOutOfEverything() throws Exception {
    CommandRun run = run("node", "remove", "web", "--yes", "--commit");

    assertEquals(0, run.code(), run.out() + run.err());
    assertTrue(run.out().contains("committed "), run.out());
    assertEquals(
        List.of(
            "docs/list.md", "infra/policy/intent/network.yaml", "nodes/hub.yaml", "profile.yaml"),
        files());
    assertEquals(
        """
        version: 1
        nodes:
          hub: {internal_ip: 10.0.0.1/24, roles: [hub]}
        groups: {all: [hub]}
        access_policy:
          - {name: one, from: hub, to: [hub], ports: [443]}
          - {name: three, from: "*", to: role:hub, ports: [80]}
        """,
        Files.readString(tree.resolve("infra/policy/intent/network.yaml")));
    assertEquals("", repository.git("status", "--porcelain"));
  }

  @Test
  void shouldTellWhatWouldBreakAndRemoveNothing() throws Exception {
    List<String> before = files();

    CommandRun run = run("node", "remove", "hub", "--yes");

    assertEquals(2, run.code(), run.out());
    assertTrue(run.err().contains("and nothing was removed"), run.err());
    assertTrue(run.err().contains("there is no role hub"), run.err());
    assertEquals(before, files());
  }

  @Test
  void shouldCommitOnABranchAndLeaveTheFilesAlone() throws Exception {
    List<String> before = files();

    CommandRun run = run("node", "remove", "web", "--yes", "--branch", "web-goes");
    CommandRun again = run("node", "remove", "web", "--yes", "--branch", "web-goes");

    assertEquals(0, run.code(), run.out() + run.err());
    assertTrue(run.out().contains("git push origin web-goes"), run.out());
    assertTrue(
        run.out()
            .contains("left to do on web itself, as root: rm -rf /etc/sudoers.d/90-mesh-infra"));
    assertTrue(run.out().contains("userdel -r mesh-ops, if mesh made it"), run.out());
    assertEquals(before, files());
    assertEquals(2, again.code());
    assertTrue(again.err().contains("there is a branch web-goes already"), again.err());
  }

  @Test
  void shouldHaveTheHubOpenAPullRequest() throws Exception {
    List<String> before = files();
    try (FakeHub hub = new FakeHub(folder)) {
      hub.answers(
          "POST /proposals",
          "{\"branch\":\"mesh/proposal/web\",\"commit\":\"x\",\"page\":\"https://forge.example/1\"}");

      CommandRun run =
          hub.run("node", "remove", "web", "--yes", "--pull-request", "-f", tree.toString());

      assertEquals(0, run.code(), run.out() + run.err());
      assertTrue(
          run.out().contains("the hub pushed mesh/proposal/web and opened https://forge.example/1"),
          run.out());
      String asked = hub.requests.getFirst();
      String head = repository.git("rev-parse", "HEAD").strip();
      assertTrue(asked.contains("\"base\":\"" + head + "\""), asked);
      assertTrue(asked.contains("\"nodes/web.yaml\":null"), asked);
      assertTrue(asked.contains("groups: {all: [hub]}"), asked);
      assertEquals(before, files());
    }
  }

  private static final String DEVICE = "/network/tailscale/device";
  private static final String LOOK = "GET " + DEVICE + "?node=web&address=10.0.0.2";

  private static String device(String outcome) {
    return "{\"outcome\":\"" + outcome + "\",\"id\":\"nWeb\",\"words\":\"web.ts.net, id nWeb\"}";
  }

  @Test
  void shouldHaveTheHubRemoveTheDeviceThatWasTold() throws Exception {
    try (FakeHub hub = new FakeHub(folder)) {
      hub.answers(LOOK, device("found")).answers("POST " + DEVICE, device("removed"));

      CommandRun run =
          hub.run("node", "remove", "web", "--yes", "--tailnet-device", "-f", tree.toString());

      assertEquals(0, run.code(), run.out() + run.err());
      assertTrue(
          run.out().contains("tailnet: removes the device web.ts.net, id nWeb\n"), run.out());
      assertTrue(run.out().contains("did: removed the device web.ts.net, id nWeb"), run.out());
      assertTrue(hub.requests.getLast().contains("\"id\":\"nWeb\""), hub.requests.toString());
      assertFalse(Files.exists(tree.resolve("nodes/web.yaml")));
    }
  }

  @ParameterizedTest
  @CsvSource({"found, 1, --dry-run", "refused, 2, --yes", "gone, 0, --yes"})
  void shouldRemoveNoDeviceThatIsNotTold(String outcome, int code, String how) throws Exception {
    List<String> before = files();
    try (FakeHub hub = new FakeHub(folder)) {
      hub.answers(LOOK, device(outcome));

      CommandRun run =
          hub.run("node", "remove", "web", how, "--tailnet-device", "-f", tree.toString());

      assertEquals(code, run.code(), run.out() + run.err());
      assertEquals(List.of(LOOK), hub.requests);
      assertEquals(code != 0, before.equals(files()));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--host-key, SHA256:x, there is no --ssh",
    "--sudo-password, file:/dev/null, there is no --ssh"
  })
  void shouldLookAtTheOptionsBeforeTheFiles(String option, String value, String told)
      throws Exception {
    List<String> before = files();

    CommandRun run = run("node", "remove", "web", "--yes", option, value);

    assertEquals(2, run.code(), run.out());
    assertTrue(run.err().contains(told), run.err());
    assertEquals(before, files());
  }

  @Test
  void shouldNotProposeWhatRestsOnUncommittedChanges() throws Exception {
    repository.write("nodes/web.yaml", node("web", "web") + "# mine\n");

    CommandRun run = run("node", "remove", "web", "--yes", "--pull-request");

    assertEquals(2, run.code(), run.out());
    assertTrue(run.err().contains("has changes that are not committed"), run.err());
  }

  @Test
  void shouldNotCommitWhatSomebodyElseStaged() throws Exception {
    repository.write("docs/list.md", "mine\n").git("add", "docs/list.md");

    CommandRun run = run("node", "remove", "web", "--yes", "--commit");

    assertEquals(2, run.code(), run.out());
    assertTrue(run.err().contains("other changes are staged"), run.err());
    assertTrue(Files.exists(tree.resolve("nodes/web.yaml")));
  }

  @ParameterizedTest
  @CsvSource({
    "x;id@y, file:/dev/null, --ssh names",
    "me@127.0.0.1, bogus, --sudo-password",
    "me@127.0.0.1, file:/nowhere, /nowhere"
  })
  void shouldKnowHowToGetToTheMachineBeforeTheFilesAreGone(String ssh, String password, String told)
      throws Exception {
    List<String> before = files();

    CommandRun run =
        run(
            "node",
            "remove",
            "web",
            "--cleanup",
            "--yes",
            "--ssh",
            ssh,
            "--sudo-password",
            password);

    assertEquals(2, run.code(), run.out());
    assertTrue(run.err().contains(told), run.err());
    assertEquals(before, files());
  }

  @Test
  void shouldRefuseAWayInThatIsNoneBeforeItAsksTheMachine() {
    CommandRun run =
        run("node", "add", "new", "--hub-key", KEY, "--ssh", "a@127.0.0.1:1", "--access", "foo=1");

    assertEquals(2, run.code());
    assertTrue(run.err().contains("--access: write a way in as KIND=HOST"), run.err());
  }

  @Test
  void shouldTellWhatIsUnknown() {
    assertTrue(run("node", "remove", "no").err().contains("there is no node no"));
    assertTrue(run("import", "no").err().contains("mesh node add makes a machine one"));
    assertTrue(run("node", "remove", "web", "--cleanup").err().contains("go together"));
    assertTrue(
        run("node", "add", "Web!", "--hub-key", KEY, "--ssh", "a@b").err().contains("a node name"));
  }
}
