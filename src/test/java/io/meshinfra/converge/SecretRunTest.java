package io.meshinfra.converge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.converge.StepResult.Status;
import io.meshinfra.converge.seal.Sealing;
import io.meshinfra.converge.seal.StampKey;
import io.meshinfra.converge.shell.ShellRuns;
import io.meshinfra.drift.Drift;
import io.meshinfra.drift.Past;
import io.meshinfra.model.RunId;
import io.meshinfra.plan.Plan;
import io.meshinfra.plan.Planner;
import io.meshinfra.policy.Circumstances;
import io.meshinfra.policy.PolicyGate;
import io.meshinfra.policy.Verdict;
import io.meshinfra.probe.PlaybookChecks;
import io.meshinfra.probe.Prober;
import io.meshinfra.resource.Catalog;
import io.meshinfra.support.KnownSecrets;
import io.meshinfra.support.MemoryTree;
import io.meshinfra.support.ScratchNode;
import io.meshinfra.support.SecretFiles;
import io.meshinfra.transport.OutputBudget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Secrets on their way to a node: they arrive, and stay nowhere else. */
@Timeout(60)
class SecretRunTest {
  private static final String SECRET = "correct horse battery staple";
  private static final RunId RUN = new RunId("20260102t030405-test");

  @TempDir Path home;
  @TempDir Path place;
  private final KnownSecrets known = new KnownSecrets().set("key", SECRET);
  private Inspection inspection;
  private Converger converger;

  @BeforeEach
  void setUp() {
    ScratchNode node = new ScratchNode(home);
    Clock clock = Clock.systemUTC();
    Prober prober =
        new Prober(
            node,
            PlaybookChecks.none("test"),
            clock,
            new Random(7),
            new Prober.Limits(Duration.ofSeconds(30), new OutputBudget()));
    inspection =
        new Inspection(
            prober, new Sealing(known.alone(), StampKey.passing(), revision -> new MemoryTree()));
    converger =
        new Converger(
            new ShellRuns(node, clock, Duration.ofSeconds(20), Duration.ofSeconds(30)),
            (target, revision, step, playbook) -> {
              throw new AssertionError("no playbook here");
            },
            inspection,
            clock,
            time -> false,
            Duration.ofSeconds(5));
  }

  private Catalog catalog(String more) {
    return SecretFiles.catalog(
        "- file: {path: \"%s\", secretRef: \"known:key\"%s}".formatted(place.resolve("key"), more));
  }

  private Drift look(Catalog catalog) {
    return assertInstanceOf(
            Inspection.Result.Seen.class,
            inspection.look(
                ScratchNode.target(), catalog, PlaybookChecks.Freshness.NEW, () -> Past.NONE))
        .drift();
  }

  private Convergence converge(Catalog catalog, Plan plan) {
    Verdict verdict = new PolicyGate(List.of()).judge(plan, Circumstances.at(Instant.EPOCH));
    return converger.converge(
        assertInstanceOf(Verdict.Approved.class, verdict).plan(),
        ScratchNode.target(),
        catalog,
        RUN,
        Past.NONE,
        RunListener.NONE);
  }

  private Convergence converge(Catalog catalog) {
    return converge(catalog, Planner.plan(look(catalog)));
  }

  /** Files below the home of mesh-infra on the node that have the secret in any form. */
  private List<Path> traces() throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      return files.filter(Files::isRegularFile).filter(SecretRunTest::hasSecret).toList();
    }
  }

  private static boolean hasSecret(Path file) {
    try {
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      byte[] secret = SECRET.getBytes(StandardCharsets.UTF_8);
      return text.contains(SECRET)
          || text.contains(Base64.getEncoder().withoutPadding().encodeToString(secret));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void shouldArriveAndStayNowhereElse() throws IOException {
    Catalog catalog = catalog("");

    Convergence end = converge(catalog);

    assertInstanceOf(Outcome.Converged.class, end.outcome());
    assertEquals(SECRET, Files.readString(place.resolve("key")));
    assertEquals("rw-------", mode(place.resolve("key")));
    assertEquals(List.of(), traces());
    assertTrue(look(catalog).isEmpty());
  }

  private static String mode(Path file) throws IOException {
    return java.nio.file.attribute.PosixFilePermissions.toString(
        Files.getPosixFilePermissions(file));
  }

  @Test
  void shouldReplaceASecretThatChangedAndKeepTheOldOneForItsOwner() throws IOException {
    Catalog catalog = catalog("");
    converge(catalog);
    known.set("key", "another one altogether");

    Drift drift = look(catalog);
    Convergence end =
        converger.converge(
            assertInstanceOf(
                    Verdict.Approved.class,
                    new PolicyGate(List.of())
                        .judge(Planner.plan(drift), Circumstances.at(Instant.EPOCH)))
                .plan(),
            ScratchNode.target(),
            catalog,
            new RunId("20260102t030406-test"),
            Past.NONE,
            RunListener.NONE);

    assertEquals(1, drift.changes().size());
    assertInstanceOf(Outcome.Converged.class, end.outcome());
    assertEquals("another one altogether", Files.readString(place.resolve("key")));
    List<Path> kept = traces();
    assertEquals(1, kept.size(), kept.toString());
    assertEquals("rw-------", mode(kept.getFirst()));
  }

  @Test
  void shouldNotRepeatWhatAValidationSays() throws IOException {
    Catalog catalog = catalog(", validate: \"cat %s; cat %s >&2; exit 1\"");

    Convergence end = converge(catalog);

    StepResult result = end.results().getFirst();
    assertEquals(Status.FAILED, result.status());
    assertTrue(result.output().contains("does not pass its validation"), result.output());
    assertFalse(result.output().contains(SECRET), result.output());
    assertEquals(List.of(), traces());
  }

  @Test
  void shouldHideASecretThatAnotherStepSays() {
    Path key = place.resolve("key");
    Catalog catalog =
        SecretFiles.catalog(
            """
            - file: {path: "%s", secretRef: "known:key"}
            - shell: {name: tell, check: "false", apply: "cat %s; exit 1"}
              after: ["file:%s"]
            """
                .formatted(key, key, key));

    Convergence end = converge(catalog);

    String said = end.results().getLast().output();
    assertFalse(said.contains(SECRET), said);
    assertTrue(said.contains("[redacted]"), said);
  }

  @Test
  void shouldSkipAStepWhoseSecretIsGoneAndDoTheOthers() throws IOException {
    Path other = place.resolve("other");
    Catalog catalog =
        SecretFiles.catalog(
            """
            - file: {path: "%s", secretRef: "known:key"}
            - file: {path: "%s", content: x}
            """
                .formatted(place.resolve("key"), other));
    Plan plan = Planner.plan(look(catalog));
    known.lose("key");

    Convergence end = converge(catalog, plan);

    assertEquals("x", Files.readString(other));
    assertFalse(Files.exists(place.resolve("key")));
    StepResult skipped =
        end.results().stream().filter(r -> r.status() == Status.SKIPPED).findFirst().orElseThrow();
    assertEquals("secret known:key: not found", skipped.output());
  }
}
