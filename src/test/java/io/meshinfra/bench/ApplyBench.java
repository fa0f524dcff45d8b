package io.meshinfra.bench;

import io.meshinfra.converge.Converger;
import io.meshinfra.converge.Inspection;
import io.meshinfra.converge.Outcome;
import io.meshinfra.converge.Pause;
import io.meshinfra.converge.shell.ShellRuns;
import io.meshinfra.policy.PolicyGate;
import io.meshinfra.policy.guard.Guarding;
import io.meshinfra.probe.PlaybookChecks;
import io.meshinfra.probe.Prober;
import io.meshinfra.reconcile.Reconciliation;
import io.meshinfra.reconcile.pass.Admission;
import io.meshinfra.reconcile.pass.Memory;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.reconcile.pass.PassListener;
import io.meshinfra.reconcile.pass.RunIds;
import io.meshinfra.reconcile.pass.Surroundings;
import io.meshinfra.reconcile.pass.Work;
import io.meshinfra.transport.OutputBudget;
import io.meshinfra.transport.Transport;
import io.meshinfra.transport.ssh.SshSettings;
import io.meshinfra.transport.ssh.SshTransport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/**
 * What the guard and the detached run cost: the same change of one file and of twenty files on one
 * node, under the guard and not, detached from the connection and attached to it, in turn, so that
 * whatever else the machine does slows all of them alike. Arguments: a folder with the manifest of
 * one node, private key, rounds.
 */
public final class ApplyBench {
  private static final List<Integer> FILES = List.of(1, 20);
  private static final int WARM_UPS = 5;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Path folder;
  private final AttachedTransport transport;
  private final Reconciliation reconciliation;
  private int content;

  private ApplyBench(Path folder, Transport real) {
    this.folder = folder;
    transport = new AttachedTransport(real);
    Clock clock = Clock.systemUTC();
    Prober prober =
        new Prober(
            transport,
            PlaybookChecks.none("no playbooks here"),
            clock,
            new Random(),
            new Prober.Limits(LIMIT, new OutputBudget()));
    Converger converger =
        new Converger(
            new ShellRuns(transport, clock, LIMIT, LIMIT),
            (target, revision, step, playbook) -> {
              throw new IllegalStateException("no playbooks here");
            },
            prober,
            clock,
            Pause.REAL,
            LIMIT);
    reconciliation =
        new Reconciliation(
            new Inspection(prober),
            new Admission(new PolicyGate(List.of()), Surroundings.NONE, clock),
            converger,
            Memory.NONE,
            new RunIds(clock, new Random()),
            new Guarding(LIMIT),
            clock);
  }

  /** In which of the ways a change is made. */
  private enum Way {
    PLAIN,
    GUARDED,
    ATTACHED
  }

  public static void main(String[] args) throws IOException {
    SshSettings ssh = SshSettings.of(List.of(Path.of(args[1])), Optional.empty());
    try (Transport real = new SshTransport(ssh, new OutputBudget())) {
      ApplyBench bench = new ApplyBench(Path.of(args[0]), real);
      int rounds = Integer.parseInt(args[2]);
      for (int files : FILES) {
        for (int round = -WARM_UPS; round < rounds; round++) {
          for (Way way : Way.values()) {
            bench.measure(way, files, round >= 0);
          }
        }
      }
    }
  }

  private void measure(Way way, int files, boolean counts) throws IOException {
    Work work = next(files, way == Way.GUARDED);
    transport.attach(way == Way.ATTACHED);
    long begin = System.nanoTime();
    Pass pass = reconciliation.reconcile(work, new PassListener.Silent());
    long took = System.nanoTime() - begin;
    if (!(pass.outcome() instanceof Outcome.Converged)) {
      throw new IllegalStateException(way + ": " + pass.outcome());
    }
    if (counts) {
      String key = "apply." + files + "." + way.name().toLowerCase(Locale.ROOT);
      print(key + ".pass", took);
      print(key + ".run", transport.lastRun());
    }
  }

  private static void print(String key, long nanos) {
    System.out.printf(Locale.ROOT, "%s\t1\t%.3f\tms%n", key, nanos / 1e6);
  }

  /** The fleet with another content in each of the files. */
  private Work next(int files, boolean guarded) throws IOException {
    StringBuilder yaml =
        new StringBuilder(
            """
            apiVersion: mesh-infra/v1
            kind: Profile
            metadata: {name: all}
            spec:
              selector: {}
              resources:
            """);
    content++;
    for (int i = 0; i < files; i++) {
      yaml.append("    - file: {path: /srv/f%d, content: \"%d\\n\"}%n".formatted(i, content));
      yaml.append(guarded ? "      guard: true\n" : "");
    }
    Files.writeString(folder.resolve("all.yaml"), yaml.toString());
    return BenchFleet.works(BenchFleet.load(folder.toString())).getFirst();
  }
}
