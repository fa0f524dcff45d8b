package io.meshinfra.bench;

import static java.util.stream.Collectors.toSet;

import io.meshinfra.converge.Outcome;
import io.meshinfra.model.NodeName;
import io.meshinfra.reconcile.Engine;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.reconcile.pass.PassListener;
import io.meshinfra.reconcile.pass.Work;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Scans a fleet that is in sync, again and again.
 *
 * <p>Arguments: directory, key, rounds, how many nodes at a time, key of the rows. The first round
 * connects and runs cold code; then rounds are made until the JIT has settled, then come those that
 * count, then the same on one node alone. When nodes are away, each round that counts is followed
 * by one without these, so that what they cost the others is seen in the same minute.
 */
public final class ScanBench {
  private static final Duration WARM_UP =
      Duration.ofSeconds(Integer.getInteger("bench.warmup", 15));
  private static final int FEWEST_WARM_UPS = 5;
  private static final int MOST_WARM_UPS = 200;

  private final Engine engine;
  private final int parallel;
  private Set<NodeName> away = Set.of();

  private ScanBench(Engine engine, int parallel) {
    this.engine = engine;
    this.parallel = parallel;
  }

  public static void main(String[] args) {
    List<Work> works = BenchFleet.works(BenchFleet.load(args[0]));
    int rounds = Integer.parseInt(args[2]);
    String key = args[4];
    try (Engine engine = BenchFleet.engine(args[1])) {
      ScanBench bench = new ScanBench(engine, Integer.parseInt(args[3]));
      bench.scans(works, key + ".first", 1);
      bench.warmUp(works);
      bench.scans(works, key, rounds);
      List<Work> one = bench.there(works).subList(0, 1);
      bench.warmUp(one);
      bench.scans(one, key + ".one", rounds);
    }
  }

  private void warmUp(List<Work> works) {
    long end = System.nanoTime() + WARM_UP.toNanos();
    for (int i = 0; i < FEWEST_WARM_UPS || (System.nanoTime() < end && i < MOST_WARM_UPS); i++) {
      round(works);
    }
  }

  private Round round(List<Work> works) {
    Round round = Round.over(works, parallel, away, this::preview);
    away =
        works.stream()
            .map(work -> work.target().node())
            .filter(node -> !round.answered().contains(node))
            .collect(toSet());
    return round;
  }

  /** Those that answered the last time. */
  private List<Work> there(List<Work> works) {
    return works.stream().filter(work -> !away.contains(work.target().node())).toList();
  }

  /** CPU time is told in steps of 10 ms, so its mean over all rounds is what counts. */
  private void scans(List<Work> works, String key, int rounds) {
    double cpu = 0;
    for (int i = 0; i < rounds; i++) {
      Round round = round(works);
      cpu += round.cpu();
      Round.row(key + ".wall", works.size(), round.wall());
      Round.row(key + ".reached", works.size(), round.reachableWall());
      System.out.printf("%s.answered\t%d\t%d\tnodes%n", key, works.size(), round.answered().size());
      round.failures().stream().findFirst().ifPresent(System.err::println);
      if (!away.isEmpty()) {
        Round alone = Round.over(there(works), parallel, this::preview);
        Round.row(key + ".alone", works.size(), alone.wall());
      }
    }
    Round.row(key + ".cpu", works.size(), cpu / rounds);
  }

  private Pass preview(Work work) {
    Pass pass = engine.reconciliation().preview(work, new PassListener.Silent());
    if (pass.outcome() instanceof Outcome.Skipped && pass.found().isPresent()) {
      System.err.println("not in sync: " + pass.node() + " " + pass.found().get().changes());
    }
    return pass;
  }
}
