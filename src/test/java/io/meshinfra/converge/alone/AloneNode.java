package io.meshinfra.converge.alone;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.converge.Inspection;
import io.meshinfra.converge.RunListener;
import io.meshinfra.converge.seal.Sealing;
import io.meshinfra.converge.seal.StampKey;
import io.meshinfra.converge.shell.About;
import io.meshinfra.converge.shell.Keeping;
import io.meshinfra.converge.shell.RunEnd;
import io.meshinfra.converge.shell.ShellRuns;
import io.meshinfra.drift.Drift;
import io.meshinfra.drift.Past;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.RunId;
import io.meshinfra.plan.Plan;
import io.meshinfra.plan.Planner;
import io.meshinfra.plan.Step;
import io.meshinfra.probe.PlaybookChecks;
import io.meshinfra.probe.Prober;
import io.meshinfra.resource.Catalog;
import io.meshinfra.support.KnownSecrets;
import io.meshinfra.support.LabEngine;
import io.meshinfra.support.MemoryTree;
import io.meshinfra.support.ScratchNode;
import io.meshinfra.transport.OutputBudget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A node in a folder and the hub that brings it to a catalog, leaves that there, and is gone then.
 */
final class AloneNode {
  static final NodeAlone.Settings SETTINGS =
      new NodeAlone.Settings(Duration.ofSeconds(30), Keeping.USUAL, 1_000_000);

  final Path home;
  final KnownSecrets secrets = new KnownSecrets();
  private final ScratchNode node;
  private final Sealing sealing =
      new Sealing(secrets.alone(), StampKey.passing(), revision -> new MemoryTree());
  private final Inspection inspection;
  private int runs;

  AloneNode(Path home) {
    this.home = home;
    node = new ScratchNode(home);
    inspection =
        new Inspection(
            new Prober(
                node,
                (target, revision, playbook, freshness) -> {
                  throw new IllegalStateException("no playbook here");
                },
                Clock.systemUTC(),
                new Random(1),
                new Prober.Limits(Duration.ofSeconds(30), new OutputBudget())),
            sealing);
  }

  /** The catalog of the resources, given as the list in a profile. */
  static Catalog catalog(String resources) {
    String manifests =
        """
        apiVersion: mesh-infra/v1
        kind: Node
        metadata: {name: scratch}
        spec:
          access: [{local: true}]
        ---
        apiVersion: mesh-infra/v1
        kind: Profile
        metadata: {name: all}
        spec:
          selector: {}
          resources:
        """
            + resources.indent(4);
    return LabEngine.fleet(MemoryTree.of("fleet.yaml", manifests))
        .node(new NodeName("scratch"))
        .orElseThrow()
        .catalog();
  }

  Drift look(Catalog catalog) {
    return assertInstanceOf(
            Inspection.Result.Seen.class,
            inspection.look(
                ScratchNode.target(),
                catalog,
                PlaybookChecks.Freshness.KEPT_IS_FINE,
                () -> Past.NONE))
        .drift();
  }

  NodeAlone hub() {
    return new NodeAlone(node, sealing, Clock.systemUTC());
  }

  /** Brings the node to the catalog. */
  Drift converge(Catalog catalog) {
    Plan plan = Planner.plan(look(catalog));
    RunId run = new RunId("20260102t030405-scratch-%d".formatted(++runs));
    List<Step> steps =
        plan.steps().stream()
            .map(step -> sealing.open(step, catalog.revision()))
            .map(opening -> assertInstanceOf(Sealing.Opening.Ready.class, opening).step())
            .toList();
    RunEnd end =
        new ShellRuns(node, Clock.systemUTC(), Duration.ofSeconds(30), Duration.ofSeconds(60))
            .start(
                ScratchNode.target(),
                run,
                About.applying(run, catalog.revision()),
                steps,
                RunListener.NONE);
    Drift left = look(catalog);
    assertTrue(left.isEmpty(), () -> end + "\n" + left.changes());
    return left;
  }

  NodeAlone.Answer leave(Drift seen) {
    return leave(seen, SETTINGS);
  }

  NodeAlone.Answer leave(Drift seen, NodeAlone.Settings settings) {
    return hub().leave(ScratchNode.target(), seen.catalog(), seen.facts(), settings);
  }

  /** Brings the node to the catalog and leaves it there. */
  Drift converged(String resources) {
    Drift seen = converge(catalog(resources));
    NodeAlone.Answer answer = leave(seen);
    assertTrue(
        answer instanceof NodeAlone.Answer.Left left && left.alone().unproved() == 0,
        () ->
            answer
                + "\n"
                + mesh("status")
                + shell("sh", "-x", home + "/alone/looks", home + "/alone"));
    return seen;
  }

  /** What the script on the node prints, and at the end {@code exit CODE}. */
  List<String> mesh(String verb) {
    return shell("setsid", "sh", home.resolve("mesh").toString(), verb);
  }

  static List<String> shell(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      List<String> lines = new ArrayList<>(text.lines().toList());
      lines.add("exit " + process.waitFor());
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
