package io.meshinfra.bench;

import io.meshinfra.reconcile.Engine;
import io.meshinfra.reconcile.pass.PassListener;
import io.meshinfra.reconcile.pass.Work;
import java.util.List;

/**
 * Brings a fleet where its manifests say, once. Arguments: directory, key, how many nodes at a
 * time, key of the rows, and optionally a second directory: then the first is only scanned, for
 * warm connections and warm code as the hub has them, and the second is the change that is rolled
 * out.
 */
public final class ConvergeBench {
  private static final int WARM_UPS = 20;

  private ConvergeBench() {}

  public static void main(String[] args) {
    int parallel = Integer.parseInt(args[2]);
    try (Engine engine = BenchFleet.engine(args[1])) {
      List<Work> works = BenchFleet.works(BenchFleet.load(args[0]));
      if (args.length > 4) {
        for (int i = 0; i < WARM_UPS; i++) {
          Round.over(
              works,
              parallel,
              work -> engine.reconciliation().preview(work, new PassListener.Silent()));
        }
        works = BenchFleet.works(BenchFleet.load(args[4]));
      }
      Round round =
          Round.over(
              works,
              parallel,
              work -> engine.reconciliation().reconcile(work, new PassListener.Silent()));
      round.print(args[3], works.size());
      if (round.answered().size() != works.size() || !round.failures().isEmpty()) {
        System.err.println(
            "only "
                + round.answered().size()
                + " of "
                + works.size()
                + " answered; "
                + round.failures());
        System.exit(1);
      }
    }
  }
}
