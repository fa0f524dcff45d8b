package io.meshinfra.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.meshinfra.converge.Outcome;
import io.meshinfra.desired.Catalogs;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.desired.Loading;
import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.NodeName;
import io.meshinfra.reconcile.Engine;
import io.meshinfra.reconcile.Pass;
import io.meshinfra.reconcile.PassListener;
import io.meshinfra.reconcile.Work;
import io.meshinfra.report.PlanText;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.ResourceTypes;
import io.meshinfra.source.DirectoryTree;
import io.meshinfra.support.Lab;
import io.meshinfra.support.LabEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
  private static final String SHIP_LOG = "/srv/ship/it\\'s\\ \\$\\(touch\\ pwned\\)\\ log";

  /** What somebody does by hand, and what the diff must name, as {@code id attribute,...}. */
  private record Mischief(String deed, String seen) {}

  private static final List<Mischief> MISCHIEF =
      List.of(
          new Mischief("rm " + SHIP_LOG, "file:/srv/ship/it's $(touch pwned) log create"),
          new Mischief("echo more >>" + SHIP_LOG, "file:/srv/ship/it's $(touch pwned) log content"),
          new Mischief("chmod 666 " + SHIP_LOG, "file:/srv/ship/it's $(touch pwned) log mode"),
          new Mischief(
              "chown root:root " + SHIP_LOG, "file:/srv/ship/it's $(touch pwned) log group,owner"),
          new Mischief("chmod 777 /srv/ship", "directory:/srv/ship mode"),
          new Mischief("chown root /srv/ship", "directory:/srv/ship owner"),
          new Mischief("rm /srv/log", "symlink:/srv/log create"),
          new Mischief("ln -sfn /tmp /srv/log", "symlink:/srv/log target"),
          new Mischief("sed -i s/harbour/reef/ /etc/hosts", "block:/etc/hosts#ship content"),
          new Mischief("sed -i '/ship/d;/harbour/d' /etc/hosts", "block:/etc/hosts#ship create"),
          new Mischief("gpasswd -q -d nobody crew; groupmod -g 4300 crew", "*group:crew gid"),
          new Mischief("usermod -s /bin/false ada", "user:ada shell"),
          new Mischief("usermod -c Nobody ada", "user:ada comment"),
          new Mischief("rm /home/ada/.ssh/authorized_keys", "authorizedKeys:ada create"),
          new Mischief(
              "echo 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFgR0GNHsdjAu5hAXNgf9BxEQ7bT7kcU/1FXb24Y7djA x'"
                  + " >>/home/ada/.ssh/authorized_keys",
              "authorizedKeys:ada keys"),
          new Mischief("rm /etc/sudoers.d/ada", "sudoers:ada create"),
          new Mischief("echo '# x' >>/etc/sudoers.d/ada", "sudoers:ada content"),
          new Mischief("chmod 644 /etc/sudoers.d/ada", "sudoers:ada mode"),
          new Mischief(
              "sysctl -qw net.ipv4.tcp_keepalive_time=7200",
              "sysctl:net.ipv4.tcp_keepalive_time live"),
          new Mischief("rm /etc/cron.d/mesh-tides", "cron:tides create"),
          new Mischief("echo '# x' >>/etc/cron.d/mesh-tides", "cron:tides content"),
          new Mischief("hostname other", "hostname:node live"),
          new Mischief("echo other >/etc/hostname", "hostname:node stored"),
          new Mischief("rm /srv/ship/anchor", "shell:anchor check"),
          new Mischief("service mesh-demo-svc stop", "service:mesh-demo-svc running"),
          new Mischief(
              "echo interval=9 >/etc/mesh-demo-svc.conf", "file:/etc/mesh-demo-svc.conf content"),
          new Mischief("echo x >/srv/chart/map", "git:/srv/chart clean"),
          new Mischief("rm -rf /srv/chart", "git:/srv/chart create"));

  private static Lab lab;
  private static Engine engine;

  @TempDir static Path directory;

  @BeforeAll
  static void up() throws IOException {
    Assumptions.assumeTrue(Lab.possible(), "the lab needs root");
    lab = Lab.up(94, "deb:apt,fed:dnf,bare:nosystemd");
    Files.writeString(directory.resolve("nodes.yaml"), lab.manifests());
    Files.copy(Path.of("src/test/resources/lab/fleet/fleet.yaml"), directory.resolve("fleet.yaml"));
    engine = LabEngine.of(lab, revision -> directory);
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
                Stream.concat(MISCHIEF.stream(), ofThisNode(node.name()))
                    .map(mischief ->
                        DynamicTest.dynamicTest(
                            node.name() + ": " + mischief.deed(), () -> heal(node, mischief)))));
  }

  private static Stream<Mischief> ofThisNode(NodeName node) {
    return switch (node.value()) {
      case "fed" ->
          Stream.of(
              new Mischief("dnf -qy remove mesh-pkg-01", "package:mesh-pkg-01 create"),
              new Mischief("systemctl disable mesh-demo-svc", "service:mesh-demo-svc enabled"));
      case "deb" ->
          Stream.of(
              new Mischief("apt-get -qy remove mesh-pkg-01", "package:mesh-pkg-01 create"),
              new Mischief("systemctl disable mesh-demo-svc", "service:mesh-demo-svc enabled"));
      default ->
          Stream.of(
              new Mischief("apt-get -qy remove mesh-pkg-01", "package:mesh-pkg-01 create"),
              new Mischief("update-rc.d mesh-demo-svc disable", "service:mesh-demo-svc enabled"));
    };
  }

  private static void converge(FleetNode node) {
    lab.sh(
        node.name().value(),
        "git init -q --bare -b main /srv/chart.git && git clone -q /srv/chart.git /tmp/c"
            + " && cd /tmp/c && git checkout -q -b main; echo here >map && git add . "
            + "&& git -c user.name=x -c user.email=x@x commit -qm one && git push -q origin main");
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
