package io.meshinfra.bench;

import io.meshinfra.converge.Outcome;
import io.meshinfra.reconcile.Engine;
import io.meshinfra.reconcile.Pass;
import io.meshinfra.reconcile.PassListener;
import io.meshinfra.reconcile.Work;
import java.time.Duration;
import java.util.List;

/**
 * Scans a fleet that is in sync, again and again.
 *
 * <p>Arguments: directory, key, rounds, how many nodes at a time, key of the rows. The first round
 * connects and runs cold code; then rounds are made until the JIT has settled, then come those that
 * count, then the same on one node alone.
 */
public final class ScanBench {
  private static final Duration WARM_UP =
      Duration.ofSeconds(Integer.getInteger("bench.warmup", 15));
  private static final int FEWEST_WARM_UPS = 5;
  private static final int MOST_WARM_UPS = 200;

  private ScanBench() {}

  public static void main(String[] args) {
    List<Work> works = BenchFleet.works(BenchFleet.load(args[0]));
    int rounds = Integer.parseInt(args[2]);
    int parallel = Integer.parseInt(args[3]);
    String key = args[4];
    try (Engine engine = BenchFleet.engine(args[1])) {
      scans(engine, works, parallel, key + ".first", 1);
      warmUp(engine, works, parallel);
      scans(engine, works, parallel, key, rounds);
      List<Work> one = works.subList(0, 1);
      warmUp(engine, one, parallel);
      scans(engine, one, parallel, key + ".one", rounds);
    }
  }

  private static void warmUp(Engine engine, List<Work> works, int parallel) {
    long end = System.nanoTime() + WARM_UP.toNanos();
    for (int i = 0; i < FEWEST_WARM_UPS || (System.nanoTime() < end && i < MOST_WARM_UPS); i++) {
      Round.over(works, parallel, work -> preview(engine, work));
    }
  }

  /** CPU time is told in steps of 10 ms, so its mean over all rounds is what counts. */
  private static void scans(Engine engine, List<Work> works, int parallel, String key, int rounds) {
    double cpu = 0;
    for (int i = 0; i < rounds; i++) {
      Round round = Round.over(works, parallel, work -> preview(engine, work));
      cpu += round.cpu();
      Round.row(key + ".wall", works.size(), round.wall());
      Round.row(key + ".reached", works.size(), round.reachableWall());
      System.out.printf("%s.answered\t%d\t%d\tnodes%n", key, works.size(), round.answered());
      round.failures().stream().findFirst().ifPresent(System.err::println);
    }
    Round.row(key + ".cpu", works.size(), cpu / rounds);
  }

  private static Pass preview(Engine engine, Work work) {
    Pass pass = engine.reconciliation().preview(work, new PassListener.Silent());
    if (pass.outcome() instanceof Outcome.Skipped && pass.found().isPresent()) {
      System.err.println("not in sync: " + pass.node() + " " + pass.found().get().changes());
    }
    return pass;
  }
}
