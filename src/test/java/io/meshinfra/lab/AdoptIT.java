package io.meshinfra.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.meshinfra.adopt.Adopter;
import io.meshinfra.adopt.Adoption;
import io.meshinfra.converge.Outcome;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.drift.Drift;
import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.ResourceId;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.report.PlanText;
import io.meshinfra.resource.ResourceTypes;
import io.meshinfra.source.DirectoryTree;
import io.meshinfra.support.Lab;
import io.meshinfra.support.LabEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Breaks each kind of resource by hand on real nodes of all flavours and adopts it: with the edited
 * manifests there is nothing to change on the node. What cannot be adopted is told.
 */
class AdoptIT {
  private static final String LOG = "/srv/ship/it\\'s\\ \\$\\(touch\\ pwned\\)\\ log";
  private static final String LOG_ID = "file:/srv/ship/it's $(touch pwned) log";
  private static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFgR0GNHsdjAu5hAXNgf9BxEQ7bT7kcU/1FXb24Y7djA eve";

  /**
   * @param deed what somebody does by hand
   * @param id what drifts by it and is asked for
   * @param expected part of a file as it is afterwards, or after {@code no:} part of the reason
   */
  private record Case(String deed, String id, String expected) {
    boolean isRefused() {
      return expected.startsWith("no: ");
    }
  }

  private static final List<Case> EVERYWHERE =
      List.of(
          new Case("rm " + LOG, LOG_ID, "log\"\n        state: absent\n"),
          new Case(
              "echo 'day three' >>" + LOG, LOG_ID, "day two\n          day three\n        owner"),
          new Case("chmod 666 " + LOG, LOG_ID, "mode: \"0666\""),
          new Case("chown root:root " + LOG, LOG_ID, "owner: root\n        group: root"),
          new Case("head -c 9 /dev/zero >" + LOG, LOG_ID, "no: the content (9 bytes"),
          new Case("ln -sf /dev/null " + LOG, LOG_ID, "no: something else than a file"),
          new Case("echo '{{ x }}' >/srv/from-source", "file:/srv/from-source", "{{ x }}\n"),
          new Case("chmod 777 /srv/ship", "directory:/srv/ship", "group: crew, mode: \"2777\""),
          new Case("chown root /srv/ship", "directory:/srv/ship", "owner: root, group: crew"),
          new Case("rm /srv/log", "symlink:/srv/log", "{path: /srv/log, state: absent,"),
          new Case("ln -sfn /tmp /srv/log", "symlink:/srv/log", "target: /tmp}"),
          new Case(
              "sed -i s/harbour/reef/ /etc/hosts", "block:/etc/hosts#ship", "\"10.1.2.3 reef\\n\""),
          new Case(
              "sed -i '/ship/d;/harbour/d' /etc/hosts",
              "block:/etc/hosts#ship",
              "state: absent, name: ship"),
          new Case("groupmod -g 4300 crew", "group:crew", "{name: crew, gid: 4300}"),
          new Case("usermod -s /bin/false ada", "user:ada", "shell: /bin/false"),
          new Case("usermod -c 'Ada, Countess' ada", "user:ada", "comment: \"Ada, Countess\""),
          new Case("rm /home/ada/.ssh/authorized_keys", "authorizedKeys:ada", "no: the file of"),
          new Case(
              "echo '" + KEY + "' >>/home/ada/.ssh/authorized_keys",
              "authorizedKeys:ada",
              "ada@example.org\", \"" + KEY + "\"]"),
          new Case(">/home/ada/.ssh/authorized_keys", "authorizedKeys:ada", "keys: []"),
          new Case("rm /etc/sudoers.d/ada", "sudoers:ada", "- sudoers: {name: ada, state: absent}"),
          new Case("echo '# x' >>/etc/sudoers.d/ada", "sudoers:ada", "id -u\\n# x\\n\""),
          new Case("chmod 644 /etc/sudoers.d/ada", "sudoers:ada", "no: the mode of the file"),
          new Case(
              "sysctl -qw net.ipv4.tcp_keepalive_time=7200",
              "sysctl:net.ipv4.tcp_keepalive_time",
              "no: the value in force is 7200"),
          new Case(
              "sysctl -qw net.ipv4.tcp_keepalive_time=7200; sed -i s/599/7200/"
                  + " /etc/sysctl.d/60-mesh-infra-net.ipv4.tcp_keepalive_time.conf",
              "sysctl:net.ipv4.tcp_keepalive_time",
              "value: \"7200\""),
          new Case("rm /etc/cron.d/mesh-tides", "cron:tides", "{name: tides, state: absent, user"),
          new Case(
              "sed -i 's/^5 4/7 4/;s/tide$/tides/' /etc/cron.d/mesh-tides",
              "cron:tides",
              "schedule: \"7 4 * * *\", command: \"echo 100% tides\""),
          new Case("echo '# x' >>/etc/cron.d/mesh-tides", "cron:tides", "no: the file is not one"),
          new Case("hostname other", "hostname:node", "no: the machine is called other now"),
          new Case("rm /srv/ship/anchor", "shell:anchor", "no: a check tells"),
          new Case(
              "service mesh-demo-svc stop", "service:mesh-demo-svc", "running: false, enabled"),
          new Case(
              "echo interval=9 >/etc/mesh-demo-svc.conf",
              "file:/etc/mesh-demo-svc.conf",
              "\"interval=9\\n\""),
          new Case("echo x >/srv/chart/map", "git:/srv/chart", "no: tracked files were changed"),
          new Case("rm -rf /srv/chart", "git:/srv/chart", "no: the checkout is gone"),
          new Case("cd /srv/chart && git checkout -q HEAD^", "git:/srv/chart", "ref: COMMIT}"),
          new Case("touch /srv/unwanted", "file:/srv/unwanted", "state: present}   # a file"),
          new Case(
              "mkdir /srv/unwanted.d",
              "directory:/srv/unwanted.d",
              "{path: /srv/unwanted.d, state: present}"),
          new Case(
              "ln -s /x /srv/unwanted.link",
              "symlink:/srv/unwanted.link",
              "{path: /srv/unwanted.link, target: /x, state: present}"),
          new Case(
              "printf '# BEGIN mesh-infra unwanted\\nx\\n# END mesh-infra unwanted\\n'"
                  + " >>/etc/hosts",
              "block:/etc/hosts#unwanted",
              "content: \"x\\n\", name: unwanted, state: present"),
          new Case("groupadd unwantedg", "group:unwantedg", "{name: unwantedg, state: present}"),
          new Case("useradd -m unwantedu", "user:unwantedu", "{name: unwantedu, state: present}"),
          new Case(
              "printf '# Kept by mesh-infra: changes made here are undone.\\n@daily root id\\n'"
                  + " >/etc/cron.d/mesh-unwanted",
              "cron:unwanted",
              "schedule: \"@daily\", command: id, state: present"),
          new Case(
              "echo 'ada ALL=(root) /bin/true' >/etc/sudoers.d/unwanted;"
                  + " chmod 440 /etc/sudoers.d/unwanted",
              "sudoers:unwanted",
              "content: \"ada ALL=(root) /bin/true\\n\", state: present"),
          new Case(
              "{ echo '# Kept by mesh-infra.'; echo 'net.ipv4.tcp_keepalive_probes = '$(cat"
                  + " /proc/sys/net/ipv4/tcp_keepalive_probes); }"
                  + " >/etc/sysctl.d/60-mesh-infra-net.ipv4.tcp_keepalive_probes.conf",
              "sysctl:net.ipv4.tcp_keepalive_probes",
              "state: present}"));

  private static Lab lab;
  private static LabEngine engine;
  @TempDir static Path scratch;

  @BeforeAll
  static void up() {
    Assumptions.assumeTrue(Lab.possible(), "the lab needs root");
    lab = Lab.up(18, "deb:apt,fed:dnf,bare:nosystemd");
    engine = new LabEngine(lab, scratch);
  }

  @AfterAll
  static void down() {
    if (engine != null) {
      engine.close();
      lab.close();
    }
  }

  @TestFactory
  Stream<DynamicTest> shouldPlanNothingOnceItIsAdopted() {
    return Stream.of("deb", "fed", "bare")
        .flatMap(name ->
            Stream.concat(
                Stream.of(dynamicTest(name + ": first", () -> converge(name))),
                Stream.concat(ofAnyNode(name), ofNode(name))
                    .map(each -> dynamicTest(name + ": " + each.deed(), () -> adopt(name, each)))));
  }

  /** What is the same everywhere is tried out on one node. */
  private static Stream<Case> ofAnyNode(String name) {
    return name.equals("deb") ? EVERYWHERE.stream() : Stream.of();
  }

  private static Stream<Case> ofNode(String name) {
    String install = name.equals("fed") ? "dnf -qy install " : "apt-get -qqy install ";
    String remove = name.equals("fed") ? "dnf -qy remove " : "apt-get -qqy remove ";
    String old =
        name.equals("fed")
            ? "dnf -qy downgrade mesh-demo-1.0"
            : "apt-get -qqy --allow-downgrades install mesh-demo=1.0";
    List<Case> cases =
        new ArrayList<>(
            List.of(
                new Case(remove + "mesh-pkg-01", "package:mesh-pkg-01", "names: [mesh-demo-svc]"),
                new Case(
                    install + "mesh-pkg-02",
                    "package:mesh-pkg-02",
                    "names:\n          - mesh-pkg-03\n"),
                new Case(
                    install + "mesh-pkg-04",
                    "package:mesh-pkg-04",
                    "{name: mesh-pkg-04, state: present}"),
                new Case(
                    remove + "mesh-demo", "package:mesh-demo", "{name: mesh-demo, state: absent}"),
                new Case(old, "package:mesh-demo", "version: \"1.0"),
                new Case(
                    name.equals("bare")
                        ? "hostname reef; echo reef >/etc/hostname"
                        : "hostnamectl set-hostname reef",
                    "hostname:node",
                    "- hostname: {name: reef}")));
    if (name.equals("bare")) {
      cases.add(
          new Case("update-rc.d mesh-demo-svc disable", "service:mesh-demo-svc", "enabled: false"));
    } else {
      cases.add(
          new Case("systemctl disable mesh-demo-svc", "service:mesh-demo-svc", "enabled: false"));
      cases.add(
          new Case(
              "systemctl mask --now mesh-demo-svc",
              "service:mesh-demo-svc",
              "{name: mesh-demo-svc, masked: true, restartOn"));
    }
    return cases.stream();
  }

  private static FleetNode node(Path folder, String name) throws Exception {
    return LabEngine.fleet(DirectoryTree.of(folder)).node(new NodeName(name)).orElseThrow();
  }

  private static void converge(String name) throws Exception {
    lab.sh(
        name,
        "git init -q --bare -b main /srv/chart.git && git clone -q /srv/chart.git /tmp/c"
            + " && cd /tmp/c && git checkout -q -b main; git config user.name x;"
            + " git config user.email x@x; echo here >map && git add . && git commit -qm one;"
            + " echo there >map && git commit -qam two && git push -q origin main");
    Path folder = files(name);
    Pass pass = engine.reconcile(node(folder, name));
    assertInstanceOf(Outcome.Converged.class, pass.outcome(), () -> describe(pass));
    assertEquals("", seen(engine.preview(node(folder, name))));
  }

  /** A fleet of that node alone, so that it shares nothing. */
  private static Path files(String name) throws IOException {
    Path folder = Files.createDirectories(scratch.resolve(name));
    for (String manifest : lab.manifests().split("(?m)^---\n")) {
      if (manifest.contains("name: " + name)) {
        Files.writeString(folder.resolve("node.yaml"), manifest);
      }
    }
    String fleet = Files.readString(Path.of("src/test/resources/lab/fleet/fleet.yaml"));
    Files.writeString(
        folder.resolve("fleet.yaml"),
        fleet.replace("[mesh-demo, ", "[").replace("\"ship-{{ node.name }}\"", "ship"));
    String more = Files.readString(Path.of("src/test/resources/lab/adopt/more.yaml"));
    Files.writeString(folder.resolve("more.yaml"), more.replace("VERSION", version(name)));
    Files.createDirectories(folder.resolve("files"));
    Files.writeString(folder.resolve("files/from-source"), "as in git\n");
    return folder;
  }

  private static String version(String name) {
    String ask =
        name.equals("fed")
            ? "dnf -q list mesh-demo 2>/dev/null | awk '/mesh-demo/ {print $2}' | sort -V | tail -1"
            : "apt-cache policy mesh-demo | awk '/Candidate/ {print $2}'";
    return lab.sh(name, ask).strip();
  }

  private static void adopt(String name, Case wanted) throws Exception {
    Path folder = scratch.resolve(name);
    FleetNode before = node(folder, name);
    assertEquals("", seen(engine.preview(before)), "before");
    lab.sh(name, wanted.deed());
    try {
      Drift drift = engine.preview(before).found().orElseThrow();
      assertTrue(ids(drift).contains(wanted.id()), () -> wanted.id() + " is not in " + ids(drift));
      ResourceId id = ResourceId.parse(wanted.id());

      Adoption adoption =
          new Adopter(ResourceTypes.installed())
              .adopt(DirectoryTree.of(folder), "", List.of(drift), (node, one) -> one.equals(id));

      if (wanted.isRefused()) {
        String reason = adoption.refused().getFirst().reason();
        assertTrue(("no: " + reason).startsWith(wanted.expected()), reason);
        assertEquals(Map.of(), adoption.files());
      } else {
        assertEquals(List.of(), adoption.refused());
        checkAdopted(name, folder, wanted, adoption, drift);
      }
    } finally {
      // Masking is what a resource that does not speak of it neither sees nor undoes.
      lab.sh(name, "systemctl unmask mesh-demo-svc");
      Pass healed = engine.reconcile(before);
      assertEquals("", seen(engine.preview(before)), () -> describe(healed));
    }
  }

  private static void checkAdopted(
      String name, Path folder, Case wanted, Adoption adoption, Drift drift) throws Exception {
    Path edited = scratch.resolve(name + "-adopted");
    copy(folder, edited);
    StringBuilder all = new StringBuilder();
    for (var file : adoption.files().entrySet()) {
      Files.write(edited.resolve(file.getKey()), file.getValue().bytes());
      all.append(Files.readString(edited.resolve(file.getKey())));
    }
    String commit = lab.sh(name, "git -C /srv/chart rev-parse HEAD").strip();
    String expected = wanted.expected().replace("COMMIT", commit);
    // A commit whose id begins like a number is put in quotes.
    String written = all.toString().replace('"' + commit + '"', commit);
    assertTrue(written.contains(expected), written);
    List<String> left = new ArrayList<>(ids(drift));
    left.remove(wanted.id());
    List<String> now = ids(engine.preview(node(edited, name)).found().orElseThrow());
    assertEquals(left, now, "with the edited manifests still drifts");
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(path));
        Files.createDirectories(target.getParent());
        Files.write(target, Files.readAllBytes(path));
      }
    }
  }

  /** Nodes of different flavours that share profiles: one drifts, the others stay as they are. */
  @TestFactory
  Stream<DynamicTest> shouldNotChangeTheOtherNodesOfAProfile() {
    return Stream.of(dynamicTest("a service of one node of three", this::shareAndAdopt));
  }

  private void shareAndAdopt() throws Exception {
    Path folder = Files.createDirectories(scratch.resolve("shared"));
    Files.writeString(folder.resolve("nodes.yaml"), lab.manifests());
    Files.copy(Path.of("src/test/resources/lab/fleet/fleet.yaml"), folder.resolve("fleet.yaml"));
    List<String> names = List.of("deb", "fed", "bare");
    for (String name : names) {
      Pass pass = engine.reconcile(node(folder, name));
      assertFalse(pass.differs(), () -> describe(pass));
    }
    lab.sh("fed", "systemctl disable --now mesh-demo-svc; usermod -c Nobody ada");
    lab.sh("deb", "systemctl stop mesh-demo-svc");
    lab.sh("bare", "chmod 700 /srv/ship");
    List<Drift> drifts = new ArrayList<>();
    for (String name : names) {
      drifts.add(engine.preview(node(folder, name)).found().orElseThrow());
    }

    Adoption adoption =
        new Adopter(ResourceTypes.installed()).adopt(DirectoryTree.of(folder), "", drifts);

    assertEquals(List.of(), adoption.refused());
    for (var file : adoption.files().entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue().bytes());
    }
    for (String name : names) {
      assertEquals("", seen(engine.preview(node(folder, name))), name);
    }
    assertEquals("inactive", lab.sh("deb", "systemctl is-active mesh-demo-svc").strip());
    assertEquals(
        Files.readString(Path.of("src/test/resources/lab/fleet/fleet.yaml")),
        Files.readString(folder.resolve("fleet.yaml")));
  }

  private static List<String> ids(Drift drift) {
    return drift.changes().stream().map(ResourceChange::id).map(ResourceId::toString).toList();
  }

  private static String seen(Pass pass) {
    return pass.found()
        .map(drift -> String.join("\n", ids(drift)))
        .orElseGet(() -> pass.outcome().toString());
  }

  private static String describe(Pass pass) {
    return pass.outcome()
        + "\n"
        + pass.plan().map(PlanText::of).orElse("")
        + pass.results()
        + pass.remaining().map(PlanText::of).orElse("");
  }
}
