package io.meshinfra.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.converge.Outcome;
import io.meshinfra.desired.FleetNode;
import io.meshinfra.model.Evidence;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.ResourceId;
import io.meshinfra.probe.EvidenceProbe;
import io.meshinfra.resource.Resource;
import io.meshinfra.source.DirectoryTree;
import io.meshinfra.support.Lab;
import io.meshinfra.support.LabEngine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Eve logs in on a real node and changes things with sudo: the node's records name her. */
class EvidenceIT {
  private static final String FLEET =
      """
      ---
      apiVersion: mesh-infra/v1
      kind: Profile
      metadata: {name: p}
      spec:
        selector: {lab: "true"}
        resources:
          - package: {names: [mesh-demo-svc, mesh-pkg-01]}
          - service: {name: mesh-demo-svc, running: true}
          - file: {path: /etc/motd, content: "hello\\n"}
          - file: {path: /etc/untouched, content: "hello\\n"}
      """;

  private static Lab lab;
  private static LabEngine engine;
  @TempDir static Path scratch;

  @BeforeAll
  static void up() {
    Assumptions.assumeTrue(Lab.possible(), "the lab needs root");
    lab = Lab.up(19, "deb:apt");
    engine = new LabEngine(lab, scratch);
  }

  @AfterAll
  static void down() {
    if (engine != null) {
      engine.close();
      lab.close();
    }
  }

  @Test
  void shouldNameWhoChangedAFileAServiceAndAPackage() throws Exception {
    Files.writeString(scratch.resolve("fleet.yaml"), lab.manifests() + FLEET);
    FleetNode node =
        LabEngine.fleet(DirectoryTree.of(scratch)).node(new NodeName("deb")).orElseThrow();
    assertInstanceOf(Outcome.Converged.class, engine.reconcile(node).outcome());
    Instant before = Instant.now();
    asEve("sudo sh -c 'echo hacked >/etc/motd'");
    asEve("sudo systemctl stop mesh-demo-svc");
    asEve("sudo apt-get -qqy remove mesh-pkg-01");

    List<Resource<?>> drifted = new ArrayList<>();
    engine.preview(node).found().orElseThrow().changes().forEach(c -> drifted.add(c.resource()));
    drifted.add(resource(node, "file:/etc/untouched"));
    EvidenceProbe.Result result = engine.engine().evidence().look(node.target(), drifted);

    Map<ResourceId, Evidence> evidence =
        assertInstanceOf(EvidenceProbe.Result.Told.class, result, result::toString).evidence();
    for (String id : List.of("file:/etc/motd", "service:mesh-demo-svc", "package:mesh-pkg-01")) {
      Evidence found = evidence.get(ResourceId.parse(id));
      assertEquals(Evidence.Rating.CERTAIN, found.rating(), () -> id + " " + found);
      Evidence.Clue clue = found.clues().getFirst();
      assertEquals("eve", clue.who(), found::toString);
      Duration off = Duration.between(before, clue.at()).abs();
      assertTrue(off.compareTo(Duration.ofMinutes(2)) < 0, found::toString);
    }
    Evidence other = evidence.get(ResourceId.parse("file:/etc/untouched"));
    assertNotEquals(Evidence.Rating.CERTAIN, other.rating(), other::toString);
    assertTrue(other.clues().stream().noneMatch(c -> c.source() == Evidence.Source.SUDO));
  }

  private static Resource<?> resource(FleetNode node, String id) {
    return node.catalog().resources().stream()
        .filter(resource -> resource.id().toString().equals(id))
        .findFirst()
        .orElseThrow();
  }

  /** Over ssh with a key of her own right, as a person would. */
  private static void asEve(String command) throws Exception {
    lab.sh(
        "deb",
        "id eve || { useradd -m -s /bin/sh eve; cp -r /root/.ssh /home/eve/;"
            + " chown -R eve: /home/eve/.ssh; echo 'eve ALL=(ALL) NOPASSWD: ALL'"
            + " >/etc/sudoers.d/eve; }");
    Path key = Files.writeString(scratch.resolve("key"), Files.readString(lab.key()));
    Files.setPosixFilePermissions(
        key, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
    Process ssh =
        new ProcessBuilder(
                "ssh",
                "-i",
                key.toString(),
                "-oBatchMode=yes",
                "-oStrictHostKeyChecking=no",
                "-oUserKnownHostsFile=/dev/null",
                "-oLogLevel=ERROR",
                "eve@" + lab.address("deb"),
                command)
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .start();
    String output = new String(ssh.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(ssh.waitFor(60, TimeUnit.SECONDS), command);
    assertEquals(0, ssh.exitValue(), () -> command + ": " + output);
  }
}
