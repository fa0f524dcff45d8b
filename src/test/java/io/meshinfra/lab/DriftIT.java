package io.meshinfra.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.meshinfra.converge.Outcome;
import io.meshinfra.converge.ansible.AnsibleSettings;
import io.meshinfra.converge.ansible.Progress;
import io.meshinfra.desired.Catalogs;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.desired.Loading;
import io.meshinfra.drift.ResourceChange;
import io.meshinfra.reconcile.Engine;
import io.meshinfra.reconcile.pass.Memory;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.reconcile.pass.PassListener;
import io.meshinfra.reconcile.pass.Work;
import io.meshinfra.report.PlanText;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.ResourceTypes;
import io.meshinfra.source.DirectoryTree;
import io.meshinfra.support.Lab;
import io.meshinfra.transport.ssh.SshSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Breaks each kind of resource by hand on real nodes of all flavours: the diff names exactly that,
 * a pass heals exactly that, and then the diff is empty.
 */
class DriftIT {
  private static Lab lab;
  private static Engine engine;

  @TempDir static Path directory;

  @BeforeAll
  static void up() throws IOException {
    Assumptions.assumeTrue(Lab.possible(), "the lab needs root");
    lab = Lab.up(94, "deb:apt,fed:dnf,bare:nosystemd");
    Files.writeString(directory.resolve("nodes.yaml"), lab.manifests());
    Files.copy(Path.of("src/test/resources/lab/fleet/fleet.yaml"), directory.resolve("fleet.yaml"));
    engine =
        new Engine(
            new Engine.Settings(
                SshSettings.of(List.of(lab.key()), Optional.empty()),
                AnsibleSettings.of(Optional.of(lab.key())),
                Duration.ofSeconds(30),
                Duration.ofSeconds(120),
                Duration.ofSeconds(30),
                Duration.ofMinutes(5)),
            revision -> directory,
            Memory.NONE,
            Progress.NONE,
            Clock.systemUTC());
  }

  @AfterAll
  static void down() {
    if (engine != null) {
      engine.close();
      lab.close();
    }
  }

  @TestFactory
  Stream<DynamicTest> shouldHealExactlyWhatWasBrokenByHand() throws Exception {
    Loading loading = new Catalogs(ResourceTypes.installed()).load(DirectoryTree.of(directory), "");
    List<FleetNode> nodes =
        List.copyOf(
            assertInstanceOf(Loading.Loaded.class, loading, loading::toString)
                .fleet()
                .nodes()
                .values());
    return nodes.stream()
        .flatMap(node ->
            Stream.concat(
                Stream.of(DynamicTest.dynamicTest(node.name() + ": first", () -> converge(node))),
                Mischief.of(node.name())
                    .map(mischief ->
                        DynamicTest.dynamicTest(
                            node.name() + ": " + mischief.deed(), () -> heal(node, mischief)))));
  }

  private static void converge(FleetNode node) {
    Mischief.prepare(lab, node.name());
    Pass pass = reconcile(node);
    assertInstanceOf(Outcome.Converged.class, pass.outcome(), () -> describe(pass));
    assertEquals("", changes(preview(node)));
    assertEquals("", lab.sh(node.name().value(), "ls /tmp/pwned 2>/dev/null"));
  }

  private static void heal(FleetNode node, Mischief mischief) {
    assertEquals("", changes(preview(node)), "before");
    lab.sh(node.name().value(), mischief.deed());

    Pass seen = preview(node);
    Pass healed = reconcile(node);

    if (mischief.seen().startsWith("*")) {
      String expected = mischief.seen().substring(1);
      assertEquals(true, changes(seen).contains(expected), () -> changes(seen));
    } else {
      assertEquals(mischief.seen(), changes(seen));
    }
    assertInstanceOf(Outcome.Converged.class, healed.outcome(), () -> describe(healed));
    assertEquals("", changes(preview(node)), "after");
  }

  private static Pass preview(FleetNode node) {
    return engine.reconciliation().preview(work(node), new PassListener.Silent());
  }

  private static Pass reconcile(FleetNode node) {
    return engine.reconciliation().reconcile(work(node), new PassListener.Silent());
  }

  private static Work work(FleetNode node) {
    return new Work(node.target(), node.catalog(), "test", true);
  }

  /** Each change as {@code id attribute,...} or {@code id create}, one per line. */
  private static String changes(Pass pass) {
    return pass.found()
        .map(drift -> drift.changes().stream().map(DriftIT::line).toList())
        .map(lines -> String.join("\n", lines))
        .orElseGet(() -> pass.outcome().toString());
  }

  private static String line(ResourceChange change) {
    String what =
        change.change() instanceof Change.Update update
            ? String.join(",", new TreeSet<>(update.differences().keySet()))
            : change.change().word();
    return change.id() + " " + what;
  }

  private static String describe(Pass pass) {
    return pass.outcome()
        + "\n"
        + pass.plan().map(PlanText::of).orElse("")
        + pass.results()
        + pass.remaining().map(PlanText::of).orElse("");
  }
}
