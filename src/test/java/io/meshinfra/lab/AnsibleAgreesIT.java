package io.meshinfra.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.converge.Outcome;
import io.meshinfra.converge.ansible.AnsibleSettings;
import io.meshinfra.converge.ansible.Progress;
import io.meshinfra.desired.Catalogs;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.desired.Loading;
import io.meshinfra.model.NodeName;
import io.meshinfra.reconcile.Engine;
import io.meshinfra.reconcile.pass.Memory;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.reconcile.pass.PassListener;
import io.meshinfra.reconcile.pass.Work;
import io.meshinfra.report.PlanText;
import io.meshinfra.resource.ResourceTypes;
import io.meshinfra.source.DirectoryTree;
import io.meshinfra.support.Lab;
import io.meshinfra.transport.ssh.SshSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same content written for mesh and as a playbook: what one has done, the other finds done. */
class AnsibleAgreesIT {
  private static final Path CONTENT = Path.of("src/test/resources/lab/agree");
  private static Lab lab;
  private static Engine engine;

  @TempDir static Path folder;

  @BeforeAll
  static void up() throws IOException {
    Assumptions.assumeTrue(Lab.possible(), "the lab needs root");
    Assumptions.assumeTrue(isInstalled("ansible-playbook"), "needs ansible-playbook");
    lab = Lab.up(92, "m:apt,p:apt");
    Files.writeString(folder.resolve("nodes.yaml"), lab.manifests());
    Files.copy(CONTENT.resolve("fleet.yaml"), folder.resolve("fleet.yaml"));
    engine =
        new Engine(
            new Engine.Settings(
                SshSettings.of(List.of(lab.key()), Optional.empty()),
                AnsibleSettings.of(Optional.of(lab.key())),
                Duration.ofSeconds(30),
                Duration.ofSeconds(120),
                Duration.ofSeconds(30),
                Duration.ofMinutes(5)),
            revision -> folder,
            Memory.NONE,
            Progress.NONE,
            Clock.systemUTC());
  }

  private static boolean isInstalled(String program) {
    return Pattern.compile(":")
        .splitAsStream(System.getenv("PATH"))
        .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
  }

  @AfterAll
  static void down() {
    if (engine != null) {
      engine.close();
    }
    if (lab != null) {
      lab.close();
    }
  }

  @Test
  void shouldLeaveNothingToDoForAnsible() throws Exception {
    Pass pass = engine.reconciliation().reconcile(work("m"), new PassListener.Silent());
    assertInstanceOf(Outcome.Converged.class, pass.outcome(), () -> pass.outcome().toString());

    String recap = playbook("m");

    assertTrue(recap.contains("changed=0 "), recap);
    assertTrue(recap.contains("failed=0 "), recap);
    assertTrue(recap.contains("ok=8 "), recap);
  }

  @Test
  void shouldFindNothingToDoAfterAnsible() throws Exception {
    String recap = playbook("p");
    assertFalse(recap.contains("changed=0 "), recap);

    Pass pass = engine.reconciliation().preview(work("p"), new PassListener.Silent());

    assertEquals(
        "p at directory: no differences\n",
        PlanText.of(pass.found().orElseThrow()).replaceFirst(" at \\S+:", " at directory:"));
    assertInstanceOf(Outcome.InSync.class, pass.outcome());
  }

  private static Work work(String name) throws Exception {
    Loading loading = new Catalogs(ResourceTypes.installed()).load(DirectoryTree.of(folder), "");
    FleetNode node =
        assertInstanceOf(Loading.Loaded.class, loading, loading::toString)
            .fleet()
            .node(new NodeName(name))
            .orElseThrow();
    return new Work(node.target(), node.catalog(), "test", true);
  }

  /** Runs the playbook on one node; its recap. */
  private static String playbook(String node) throws IOException, InterruptedException {
    String key = lab.target(node).hostKeys().getFirst();
    Path known =
        Files.writeString(folder.resolve("known-" + node), lab.address(node) + " " + key + "\n");
    ProcessBuilder builder =
        new ProcessBuilder(
                "ansible-playbook",
                "-i",
                lab.address(node) + ",",
                "-u",
                "mesh-ops",
                "--private-key",
                lab.key().toString(),
                "--become",
                "--ssh-common-args",
                "-o StrictHostKeyChecking=yes -o UserKnownHostsFile=" + known,
                CONTENT.resolve("playbook.yaml").toString())
            .redirectErrorStream(true);
    Path settings = Files.writeString(folder.resolve("ansible.cfg"), "[defaults]\n");
    builder.environment().put("ANSIBLE_CONFIG", settings.toString());
    builder.environment().put("ANSIBLE_NOCOLOR", "1");
    builder.environment().put("ANSIBLE_LOCAL_TEMP", folder.resolve("tmp").toString());
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    return Stream.of(said.split("PLAY RECAP")).reduce((first, last) -> last).orElseThrow()
        + "\n"
        + said;
  }
}
