package io.meshinfra.converge.ansible;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meshinfra.converge.StepResult;
import io.meshinfra.model.AccessPath;
import io.meshinfra.model.Revision;
import io.meshinfra.model.Target;
import io.meshinfra.probe.PlaybookChecks.Freshness;
import io.meshinfra.resource.PlaybookRun;
import io.meshinfra.resource.ProbedByPlaybook.CheckResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real ansible-playbook against a real OpenSSH server. */
class AnsiblePlaybooksTest {
  private static final Revision REVISION = new Revision("a".repeat(40));

  @TempDir static Path server;
  static LoopbackSshd sshd;

  @TempDir Path tree;
  @TempDir Path node;
  private final List<String> progress = new CopyOnWriteArrayList<>();
  private List<String> foldersBefore = List.of();

  @BeforeAll
  static void startServer() throws IOException, InterruptedException {
    boolean installed =
        Arrays.stream(System.getenv("PATH").split(":"))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "ansible-playbook")));
    assumeTrue(installed, "ansible-playbook is not installed: apt-get install ansible-core");
    assumeTrue(Files.isExecutable(Path.of("/usr/sbin/sshd")), "no OpenSSH server here");
    sshd = LoopbackSshd.start(server);
  }

  @AfterAll
  static void stopServer() {
    if (sshd != null) {
      sshd.close();
    }
  }

  @BeforeEach
  void rememberFolders() throws IOException {
    foldersBefore = callFolders();
  }

  @AfterEach
  void shouldLeaveNoFolderBehind() throws IOException {
    assertEquals(foldersBefore, callFolders());
  }

  private static List<String> callFolders() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(file -> Files.exists(file.resolve("ssh_config")))
          .map(Path::toString)
          .sorted()
          .toList();
    }
  }

  private AnsiblePlaybooks playbooks() {
    return playbooks(Duration.ofMinutes(2));
  }

  private AnsiblePlaybooks playbooks(Duration timeLimit) {
    return new AnsiblePlaybooks(
        new AnsibleSettings(
            "ansible-playbook", Optional.of(sshd.identity()), Duration.ofHours(1), timeLimit, 2),
        revision -> tree,
        target -> Optional.empty(),
        (name, line) -> progress.add(name + ": " + line),
        Clock.systemUTC());
  }

  private PlaybookRun playbook(String text) throws IOException {
    return playbook(text, List.of(), Map.of());
  }

  private PlaybookRun playbook(String text, List<String> tags, Map<String, String> vars)
      throws IOException {
    Files.writeString(tree.resolve("site.yaml"), text);
    return new PlaybookRun("site.yaml", "", tags, new TreeMap<>(vars), "digest");
  }

  private String writesFile() {
    return """
    - hosts: all
      gather_facts: false
      tasks:
        - name: Write the message
          ansible.builtin.copy: {dest: "%s/motd", content: "hello\\n"}
    """
        .formatted(node);
  }

  private CheckResult check(PlaybookRun run) throws IOException {
    return playbooks().check(sshd.target(), REVISION, run, Freshness.NEW);
  }

  private StepResult run(PlaybookRun run) throws IOException {
    return playbooks().run(sshd.target(), REVISION, 3, run);
  }

  @Test
  void shouldTellTaskAndDiffWithoutChangingAnything() throws IOException {
    CheckResult result = check(playbook(writesFile()));

    List<String> tasks = assertInstanceOf(CheckResult.Finished.class, result).tasks();
    assertEquals(List.of("Write the message\n@@ -0,0 +1 @@\n+hello"), tasks);
    assertFalse(Files.exists(node.resolve("motd")));
  }

  @Test
  void shouldRunForRealAndThenSeeNothingToChange() throws IOException {
    PlaybookRun run = playbook(writesFile());

    StepResult result = run(run);

    assertEquals("changed: Write the message", result.output());
    assertEquals(StepResult.Status.DONE, result.status());
    assertEquals(3, result.number());
    assertEquals("hello\n", Files.readString(node.resolve("motd")));
    assertEquals(
        List.of("hub: task Write the message", "hub: changed Write the message"), progress);
    assertEquals(new CheckResult.Finished(List.of()), check(run));
  }

  @Test
  void shouldNeitherShowHiddenTasksNorHiddenDiffs() throws IOException {
    CheckResult result =
        check(
            playbook(
                """
                - hosts: all
                  gather_facts: false
                  tasks:
                    - name: Secret one
                      ansible.builtin.copy: {dest: "%s/a", content: "s3cret"}
                      no_log: true
                    - name: Secret two
                      ansible.builtin.copy: {dest: "%s/b", content: "s3cret"}
                      diff: false
                    - name: Secret items
                      ansible.builtin.copy: {dest: "%s/{{ item }}", content: "s3cret"}
                      loop: [c, d]
                      no_log: true
                """
                    .formatted(node, node, node)));

    assertEquals(
        new CheckResult.Finished(List.of("Secret one", "Secret two", "Secret items")), result);
    assertFalse(progress.toString().contains("s3cret"));
  }

  @Test
  void shouldTellTheTaskThatFailed() throws IOException {
    String text =
        """
        - hosts: all
          gather_facts: false
          tasks:
            - name: Go wrong
              ansible.builtin.fail: {msg: "this \\e[31mmachine\\nis odd"}
        """;

    StepResult result = run(playbook(text));

    String reason = "task Go wrong: this \\u001b[31mmachine is odd";
    assertEquals(StepResult.Status.FAILED, result.status());
    assertEquals(2, result.exitCode());
    assertEquals(reason, result.output());
    assertEquals(new CheckResult.NotTold("check run: " + reason), check(playbook(text)));
  }

  @Test
  void shouldNotCallARescuedTaskAFailure() throws IOException {
    StepResult result =
        run(
            playbook(
                """
                - hosts: all
                  gather_facts: false
                  tasks:
                    - block:
                        - ansible.builtin.fail: {msg: no}
                      rescue:
                        - ansible.builtin.debug: {msg: fine}
                """));

    assertEquals(StepResult.Status.DONE, result.status());
  }

  @Test
  void shouldTryTheNextPathWhenOneLeadsNowhere() throws IOException {
    AccessPath dead = AccessPath.ssh("tailscale", "127.0.0.1", LoopbackSshd.freePort());
    Target target = sshd.target(List.of(dead, sshd.path()), sshd.hostKey());

    StepResult result = playbooks().run(target, REVISION, 1, playbook(writesFile()));

    assertEquals(StepResult.Status.DONE, result.status());
  }

  @Test
  void shouldTellEachPathThatDoesNotLeadToTheNode() throws IOException {
    AccessPath dead = AccessPath.ssh("tailscale", "127.0.0.1", LoopbackSshd.freePort());
    Target target = sshd.target(List.of(dead), sshd.hostKey());

    StepResult result = playbooks().run(target, REVISION, 1, playbook(writesFile()));

    assertEquals(StepResult.Status.FAILED, result.status());
    assertEquals(4, result.exitCode());
    assertSays("not reached: tailscale (127.0.0.1:", result.output());
    assertSays("Connection refused", result.output());
  }

  @Test
  void shouldRefuseAChangedHostKey() throws IOException, InterruptedException {
    LoopbackSshd.keygen(node.resolve("other"));
    String other = Files.readString(node.resolve("other.pub"));

    StepResult result =
        playbooks()
            .run(sshd.target(List.of(sshd.path()), other), REVISION, 1, playbook(writesFile()));

    assertEquals(StepResult.Status.FAILED, result.status());
    assertSays("refused, its host key is not one that is pinned", result.output());
    assertFalse(Files.exists(node.resolve("motd")));
  }

  @Test
  void shouldTakeVariablesAndTagsLiterally() throws IOException {
    Path marker = node.resolve("executed");
    String hostile =
        "'\"; touch %s; $(touch %s) `touch %s`\n{{ lookup('pipe', 'touch %s') }} {%% raw %%} ä"
            .formatted(marker, marker, marker, marker);
    PlaybookRun run =
        playbook(
            """
            - hosts: all
              gather_facts: false
              tasks:
                - name: Write it
                  ansible.builtin.copy: {dest: "%s/out", content: "{{ text }}"}
                  tags: ["$(touch %s) 'x'", --version]
                - name: Not asked for
                  ansible.builtin.file: {path: "%s", state: touch}
            """
                .formatted(node, marker, marker),
            List.of("$(touch " + marker + ") 'x'", "--version"),
            Map.of("text", hostile));

    StepResult result = run(run);

    assertEquals("changed: Write it", result.output());
    assertEquals(hostile, Files.readString(node.resolve("out")));
    assertFalse(Files.exists(marker));
  }

  @Test
  void shouldRefuseVariablesThatSteerTheConnection() throws IOException {
    PlaybookRun run = playbook(writesFile(), List.of(), Map.of("ansible_host", "203.0.113.9"));

    assertSays("belong to Ansible", run(run).output());
    assertInstanceOf(CheckResult.NotTold.class, check(run));
  }

  @Test
  void shouldRefuseAPlaybookThatLeavesTheTree() throws IOException {
    Path outside = Files.writeString(node.resolve("outside.yaml"), writesFile());
    Files.createSymbolicLink(tree.resolve("link.yaml"), outside);

    for (String path :
        List.of("../" + node.getFileName() + "/outside.yaml", outside.toString(), "link.yaml")) {
      StepResult result = run(new PlaybookRun(path, "", List.of(), new TreeMap<>(), "digest"));
      assertSays("leaves it", result.output());
    }
  }

  @Test
  void shouldRunARoleOfTheRepository() throws IOException {
    Path tasks = Files.createDirectories(tree.resolve("ansible/roles/common/tasks"));
    Files.writeString(
        tasks.resolve("main.yml"),
        "- {name: Write, ansible.builtin.copy: {dest: \"%s/x\", content: \"{{ text | default('hi') }}\"}}"
            .formatted(node));

    StepResult result =
        run(
            new PlaybookRun(
                "", "common", List.of(), new TreeMap<>(Map.of("text", "hi")), "digest"));

    assertEquals("changed: common : Write", result.output());
    assertEquals("hi", Files.readString(node.resolve("x")));
    assertSays("nothing changed", runRole("ansible/roles/common").output());
    assertSays("a role is named by", runRole("../common").output());
    assertSays("neither in ansible/roles nor in roles", runRole("other").output());
  }

  @Test
  void shouldLookAPlaybookUpBelowTheManifestsFirst() throws IOException, UnusablePlaybook {
    PlaybookRun run = playbook(writesFile());
    Path fromRoot = CheckedRun.of(tree, "fleet", run).playbook().orElseThrow();
    Files.createDirectory(tree.resolve("fleet"));
    Files.writeString(tree.resolve("fleet/site.yaml"), writesFile());
    Path below = CheckedRun.of(tree, "fleet", run).playbook().orElseThrow();

    assertEquals(tree.toRealPath().resolve("site.yaml"), fromRoot);
    assertEquals(tree.toRealPath().resolve("fleet/site.yaml"), below);
  }

  @Test
  void shouldSayHowToGetAnsibleWhenItIsMissing() throws IOException {
    AnsiblePlaybooks playbooks =
        new AnsiblePlaybooks(
            new AnsibleSettings(
                "no-such-ansible-playbook",
                Optional.of(sshd.identity()),
                Duration.ofHours(1),
                Duration.ofSeconds(30),
                1),
            revision -> tree,
            target -> Optional.empty(),
            Progress.NONE,
            Clock.systemUTC());

    assertEquals(
        new CheckResult.NotTold(
            "no-such-ansible-playbook is not installed on the hub: apt-get install ansible-core"),
        playbooks.check(sshd.target(), REVISION, playbook(writesFile()), Freshness.KEPT_IS_FINE));
  }

  @Test
  void shouldEndAPlaybookThatTakesTooLong() throws IOException {
    PlaybookRun run =
        playbook(
            """
            - hosts: all
              gather_facts: false
              tasks:
                - {name: Sleep, ansible.builtin.raw: sleep 600}
            """);

    StepResult result = playbooks(Duration.ofSeconds(4)).run(sshd.target(), REVISION, 1, run);

    assertEquals(StepResult.Status.FAILED, result.status());
    assertSays("longer than 4 s", result.output());
    assertEquals(
        List.of(),
        ProcessHandle.allProcesses()
            .flatMap(process -> process.info().commandLine().stream())
            .filter(line -> line.contains(tree.toString()) || line.contains("/ssh_config"))
            .toList());
  }

  @Test
  void shouldTellAPlaybookThatDoesNothingForTheNode() throws IOException {
    assertSays(
        "no play of it is for this node: write hosts: all",
        check(playbook("- hosts: elsewhere\n  tasks: []\n")).toString());
    assertSays(
        "none of its tasks has a tag of [comon]",
        check(playbook(writesFile(), List.of("comon"), Map.of())).toString());
  }

  @Test
  void shouldTellWhereAPlaybookIsBroken() throws IOException {
    CheckResult result = check(playbook("- hosts: all\n  tasks:\n    - no_such_module: {}\n"));

    assertSays(
        "couldn't resolve module/action 'no_such_module'",
        assertInstanceOf(CheckResult.NotTold.class, result).reason());
  }

  @Test
  void shouldNotBeSteeredByAConfigurationOfTheRepository() throws IOException {
    Files.writeString(
        tree.resolve("ansible.cfg"),
        "[defaults]\nstdout_callback = minimal\ninventory = /nowhere\n[ssh_connection]\n"
            + "ssh_args = -o ProxyCommand=false\n");

    assertEquals(StepResult.Status.DONE, run(playbook(writesFile())).status());
  }

  @Test
  void shouldGiveThePlaybookNothingOfTheHubsEnvironment() throws IOException {
    PlaybookRun run =
        playbook(
            """
            - hosts: all
              gather_facts: false
              tasks:
                - name: Look around
                  ansible.builtin.copy:
                    dest: "%s/env"
                    content: "{{ lookup('pipe', 'env | cut -d= -f1 | sort | tr \\"\\\\n\\" \\" \\"') }}"
            """
                .formatted(node));

    assertEquals(StepResult.Status.DONE, run(run).status());
    List<String> allowed =
        List.of(
            "PATH",
            "HOME",
            "LANG",
            "LC_ALL",
            "TMPDIR",
            "PWD",
            "OLDPWD",
            "SHLVL",
            "_",
            "MESH_EVENTS_MARK");
    for (String name : Files.readString(node.resolve("env")).strip().split(" ")) {
      boolean ours = name.startsWith("ANSIBLE_") || name.startsWith("PYTHON");
      assertTrue(ours || allowed.contains(name), name);
    }
  }

  private StepResult runRole(String role) throws IOException {
    return run(new PlaybookRun("", role, List.of(), new TreeMap<>(), "digest"));
  }

  private static void assertSays(String part, String text) {
    assertTrue(text.contains(part), text);
  }
}
