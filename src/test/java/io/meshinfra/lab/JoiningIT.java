package io.meshinfra.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.cli.CommandRun;
import io.meshinfra.desired.Catalogs;
import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.Loading;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Target;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.resource.ResourceTypes;
import io.meshinfra.source.DirectoryTree;
import io.meshinfra.support.DocBlocks;
import io.meshinfra.support.FleetRepository;
import io.meshinfra.support.Lab;
import io.meshinfra.support.LabEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bare machines, which only a person gets into, become nodes: real sshd, real sudo. Afterwards the
 * engine keeps them with the hub's login and its rights alone, and lets them go.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class JoiningIT {
  private static final String AS_HUB =
      "setpriv --reuid mesh-ops --regid mesh-ops --init-groups sudo -n ";

  private static final String PASSWORD = "it is $(id) `x` 100%";

  private static final DocBlocks BLOCKS = new DocBlocks(Path.of("docs/joining.md"));

  @TempDir static Path scratch;
  private static Lab lab;
  private static LabEngine engine;

  @BeforeAll
  static void up() throws Exception {
    Assumptions.assumeTrue(Lab.possible(), "the lab needs root");
    lab = Lab.up(66, "web:apt,bare:nosystemd");
    for (String node : List.of("web", "bare")) {
      lab.sh(
          node,
          """
          userdel -r mesh-ops; rm -f /etc/sudoers.d/mesh-ops
          useradd -m -s /bin/bash ada
          install -d -m 700 -o ada /home/ada/.ssh
          install -m 600 -o ada /root/.ssh/authorized_keys /home/ada/.ssh/authorized_keys
          echo 'ada ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/ada; chmod 440 /etc/sudoers.d/ada
          rm -f /root/.ssh/authorized_keys
          """);
    }
    new FleetRepository(scratch);
    // Whose sudo asks for a password, as it does where the distribution made the account.
    lab.sh(
        "bare",
        "echo 'ada:%s' | chpasswd; echo 'ada ALL=(ALL) ALL' >/etc/sudoers.d/ada"
            .formatted(PASSWORD));
    secret("password", PASSWORD);
    Path repository = repository();
    Path manifests = Files.createDirectories(repository.resolve("desired-state"));
    Files.createDirectories(repository.resolve("infra/policy/intent"));
    Files.createDirectories(manifests.resolve("profiles"));
    Files.writeString(
        manifests.resolve("fleet.yaml"),
        "apiVersion: mesh-infra/v1\nkind: Fleet\nmetadata: {name: lab}\nspec: {user: mesh-ops}\n");
    Files.writeString(
        manifests.resolve("profiles/web.yaml"),
        """
        apiVersion: mesh-infra/v1
        kind: Profile
        metadata: {name: web}
        spec:
          selector: {role: web}
          resources:
            - package: {names: [mesh-demo-svc]}
            - file: {path: /etc/motd, content: "kept\\n", owner: root, mode: "0644"}
            - service: {name: mesh-demo-svc, running: true, enabled: true}
            - sudoers: {name: crew, content: "ada ALL=(root) NOPASSWD: /usr/bin/id -u"}
        """);
    Files.writeString(
        manifests.resolve("profiles/own.yaml"),
        """
        apiVersion: mesh-infra/v1
        kind: Profile
        metadata: {name: own}
        spec:
          selector: {role: own}
          resources:
            - file: {path: /home/mesh-ops/notes, content: "mine\\n", mode: "0600"}
        """);
    Files.writeString(
        repository.resolve("infra/policy/intent/network.yaml"),
        """
        version: 1
        # machines
        nodes:
          hub: {internal_ip: 10.9.0.1/24, roles: [hub], managed: false}   # not here
        access_policy:
          - {name: all, from: "*", to: "*", ports: [8080]}
        """);
    engine = new LabEngine(lab, repository);
  }

  @AfterAll
  static void down() {
    if (engine != null) {
      engine.close();
      lab.close();
    }
  }

  private static void secret(String name, String value) throws IOException {
    Path file = Files.writeString(scratch.resolve(name), value + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private static Path repository() {
    return scratch.resolve("fleet");
  }

  /** What was printed last, with its command, for docs/joining.md. */
  private static String shown = "";

  private static CommandRun mesh(String... arguments) {
    CommandRun run = CommandRun.here().inRealTime().run(arguments);
    shown = DocBlocks.console("mesh " + String.join(" ", arguments), run.out() + run.err());
    return run;
  }

  private static String fingerprint(String node) {
    return lab.sh(node, "ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub").split(" ")[1];
  }

  /** Without the comment, by which one is easily taken for another. */
  private static String hubKey() {
    try {
      String[] words = Files.readString(Path.of(lab.key() + ".pub")).split(" ");
      return words[0] + " " + words[1].strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CommandRun add(String node, String role, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "node",
                "add",
                node,
                "-f",
                repository().resolve("desired-state").toString(),
                "--ssh",
                "ada@" + lab.address(node),
                "--identity",
                lab.key().toString(),
                "--hub-key",
                hubKey(),
                "--label",
                "role=" + role));
    words.addAll(List.of(more));
    return mesh(words.toArray(String[]::new));
  }

  private static Fleet fleet() throws Exception {
    var loading =
        new Catalogs(ResourceTypes.installed())
            .load(DirectoryTree.of(repository()), "desired-state");
    return assertInstanceOf(Loading.Loaded.class, loading, loading.toString()).fleet();
  }

  private static Pass applied(String node) throws Exception {
    return engine.reconcile(fleet().node(new NodeName(node)).orElseThrow());
  }

  @Test
  @Order(1)
  void shouldTouchNothingBeforeSomebodyVouchesForTheHostKey() {
    CommandRun unasked = add("web", "web");
    BLOCKS.block("unasked", shown);
    CommandRun other = add("web", "web", "--host-key", "SHA256:" + "A".repeat(43), "--yes");
    CommandRun dry = add("web", "web", "--host-key", fingerprint("web"), "--dry-run");

    assertEquals(2, unasked.code(), unasked.out());
    assertTrue(unasked.err().contains(fingerprint("web")), unasked.err());
    assertEquals(2, other.code(), other.out());
    assertTrue(other.err().contains("shows another host key than"), other.err());
    assertEquals(1, dry.code(), dry.err());
    assertTrue(dry.out().contains("MESH_INFRA = /bin/sh -c read -r n"), dry.out());
    assertTrue(lab.sh("web", "id mesh-ops 2>&1").contains("no such user"));
    assertFalse(Files.exists(repository().resolve("desired-state/nodes/web.yaml")));
  }

  @Test
  @Order(2)
  void shouldBeginNothingWhereTheRulesOfSudoAreBrokenAlready() {
    lab.sh("web", "echo 'ada ALL=(' >/etc/sudoers.d/zz; chmod 440 /etc/sudoers.d/zz");
    CommandRun run = mesh("version");
    try {
      run = add("web", "web", "--host-key", fingerprint("web"), "--yes");
      BLOCKS.block("broken", shown.substring(shown.lastIndexOf("\nmesh: ") + 1));
    } finally {
      lab.sh("web", "rm /etc/sudoers.d/zz");
    }

    assertEquals(2, run.code(), run.out());
    assertTrue(run.err().contains("/etc/sudoers.d/zz:1"), run.err());
    assertTrue(lab.sh("web", "id mesh-ops 2>&1").contains("no such user"));
    assertFalse(Files.exists(repository().resolve("desired-state/nodes/web.yaml")));
  }

  @Test
  @Order(3)
  void shouldMakeANodeOfIt() throws Exception {
    CommandRun run = add("web", "web", "--host-key", fingerprint("web"), "--yes");
    BLOCKS.block("added", shown);

    assertEquals(0, run.code(), run.out() + run.err());
    assertTrue(run.out().contains("tried: the hub's login gets in"), run.out());
    String intent = Files.readString(repository().resolve("infra/policy/intent/network.yaml"));
    assertTrue(
        intent.contains(
            "managed: false}   # not here\n  web: {internal_ip: 10.9.0.2/24, roles: [web],"
                + " always_on: true}\n"),
        intent);
    Target target = fleet().node(new NodeName("web")).orElseThrow().target();
    assertEquals(
        "[lan (%s:22), emergency (%s:2222)]".formatted(lab.address("web"), lab.address("web")),
        target.access().toString());
  }

  @Test
  @Order(4)
  void shouldChangeNothingTheSecondTime() throws Exception {
    String manifest = Files.readString(repository().resolve("desired-state/nodes/web.yaml"));
    String rules = lab.sh("web", "stat -c '%i %Y' /etc/sudoers.d/90-mesh-infra");

    CommandRun again = add("web", "web", "--yes");

    assertEquals(0, again.code(), again.out() + again.err());
    assertFalse(again.out().contains("did:"), again.out());
    assertTrue(again.out().contains("the files are as they shall be"), again.out());
    assertEquals(manifest, Files.readString(repository().resolve("desired-state/nodes/web.yaml")));
    assertEquals(rules, lab.sh("web", "stat -c '%i %Y' /etc/sudoers.d/90-mesh-infra"));
  }

  @Test
  @Order(5)
  void shouldBeKeptWithTheRightsOfTheHubAlone() throws Exception {
    Pass pass = applied("web");

    assertEquals(Pass.Ending.FINE, pass.ending(), pass.detail());
    assertEquals("kept\n", lab.sh("web", "cat /etc/motd"));
    assertEquals("active\n", lab.sh("web", "systemctl is-active mesh-demo-svc"));
  }

  @Test
  @Order(6)
  void shouldBeRefusedEverythingElseBySudo() {
    for (String command :
        List.of(
            "id",
            "/bin/sh",
            "/bin/sh -c id",
            "-u ada id",
            "-s",
            "-i",
            "/bin/bash -c id",
            "FOO=1 /bin/sh -c 'read -r n && eval \"$(head -c \"$n\")\"'",
            "/bin/sh -c 'read -r n && eval \"$(head -c \"$n\")\"' more")) {
      String said = lab.sh("web", AS_HUB + command + " </dev/null 2>&1; echo \"code $?\"");
      assertTrue(
          said.contains("code 1\n") && (said.contains("password") || said.contains("not allowed")),
          command + ": " + said);
    }
  }

  @Test
  @Order(7)
  void shouldGetNoRightsWhereTheCatalogNeedsNone() throws Exception {
    String[] options = {"--host-key", fingerprint("bare"), "--yes"};
    CommandRun without = add("bare", "own", options);
    secret("wrong", "wrong");
    CommandRun wrong =
        add("bare", "own", concat(options, "--sudo-password", "file:" + scratch.resolve("wrong")));
    CommandRun run =
        add(
            "bare",
            "own",
            concat(options, "--sudo-password", "file:" + scratch.resolve("password")));
    Pass pass = applied("bare");

    assertEquals(2, without.code(), without.out());
    assertTrue(without.err().contains("for a password"), without.err());
    assertEquals(2, wrong.code(), wrong.out());
    assertTrue(wrong.err().contains("does not make ada root"), wrong.err());

    assertEquals(0, run.code(), run.out() + run.err());
    assertTrue(run.out().contains("no rights as root"), run.out());
    assertEquals("", lab.sh("bare", "ls /etc/sudoers.d | grep mesh"));
    assertEquals(Pass.Ending.FINE, pass.ending(), pass.detail());
    assertEquals("mine\n", lab.sh("bare", "cat /home/mesh-ops/notes"));
    assertTrue(lab.sh("bare", AS_HUB + "id 2>&1").contains("password"));
  }

  private static String[] concat(String[] words, String... more) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private static CommandRun removed() {
    return mesh(
        "node",
        "remove",
        "web",
        "-f",
        repository().resolve("desired-state").toString(),
        "--cleanup",
        "--ssh",
        "ada@" + lab.address("web"),
        "--identity",
        lab.key().toString(),
        "--yes");
  }

  @Test
  @Order(8)
  void shouldLetItGo() throws Exception {
    CommandRun run = removed();
    BLOCKS.block("removed", shown);

    assertEquals(0, run.code(), run.out() + run.err());
    assertFalse(fleet().node(new NodeName("web")).isPresent());
    String intent = Files.readString(repository().resolve("infra/policy/intent/network.yaml"));
    assertFalse(intent.contains("web"), intent);
    assertTrue(lab.sh("web", "id mesh-ops 2>&1").contains("no such user"));
    assertEquals(
        "",
        lab.sh(
            "web",
            "ls -d /etc/sudoers.d/90-mesh-infra /var/lib/mesh-infra /home/mesh-ops 2>/dev/null"));
    assertEquals(
        "0\n", lab.sh("web", "setpriv --reuid ada --regid ada --init-groups sudo -n id -u"));
    assertEquals("kept\n", lab.sh("web", "cat /etc/motd"));
  }

  @Test
  @Order(9)
  void shouldTakeALoginAsItFindsIt() throws Exception {
    lab.sh(
        "web",
        """
        useradd -m -s /bin/sh mesh-ops; usermod -p '*' mesh-ops
        install -d -m 700 -o mesh-ops /home/mesh-ops/.ssh
        printf 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFgR0GNHsdjAu5hAXNgf9BxEQ7bT7kcU/1FXb24Y7djA' \\
          >/home/mesh-ops/.ssh/authorized_keys
        chown mesh-ops /home/mesh-ops/.ssh/authorized_keys
        echo 'mesh-ops ALL=(ALL) NOPASSWD: /usr/bin/id, /bin/sh -c id' >/etc/sudoers.d/zz-mine
        chmod 440 /etc/sudoers.d/zz-mine
        """);

    CommandRun run = add("web", "web", "--host-key", fingerprint("web"), "--yes");

    assertEquals(0, run.code(), run.out() + run.err());
    assertTrue(run.out().contains("there already: account mesh-ops"), run.out());
    assertTrue(run.out().contains("did: key of the hub"), run.out());
    assertTrue(run.out().contains("warning: other rules of sudo let mesh-ops do more"), run.out());
    assertEquals("2\n", lab.sh("web", "grep -c ^ssh-ed25519 /home/mesh-ops/.ssh/authorized_keys"));
    assertEquals(Pass.Ending.FINE, applied("web").ending());
  }

  @Test
  @Order(10)
  void shouldKeepTheLoginThatItDidNotMake() throws Exception {
    CommandRun run = removed();

    assertEquals(0, run.code(), run.out() + run.err());
    assertTrue(run.out().contains("warning: kept account mesh-ops, which mesh did not make"));
    assertEquals("2\n", lab.sh("web", "grep -c ^ssh-ed25519 /home/mesh-ops/.ssh/authorized_keys"));
    assertEquals(
        "", lab.sh("web", "ls -d /etc/sudoers.d/90-mesh-infra /var/lib/mesh-infra 2>/dev/null"));
  }

  @Test
  @Order(11)
  void shouldBeInTheDocsAsItWasSeen() throws Exception {
    BLOCKS.check();
  }
}
