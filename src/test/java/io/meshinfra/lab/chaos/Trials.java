package io.meshinfra.lab.chaos;

import java.util.Random;

/**
 * Which trials are made. A trial is one node in one round: it gets a new desired state, and its
 * share of trouble while that is applied. All dice of a trial come from the seed, the round and the
 * name of the node, so a trial is repeated by these, whatever the others do.
 *
 * @param first the round that trouble begins with; the state of the one before is applied without
 * @param rounds how many
 */
record Trials(long seed, int first, int rounds, int nodes) {
  private static final int NODES = 12;
  private static final int FEW_NODES = 6;
  private static final int FEW_TRIALS = 12;

  /** The short form tells whether what is known still holds; new dice are for the long one. */
  private static final long FEW_SEED = 3003;

  private static final int ALL_TRIALS = 1000;

  /**
   * As asked for on the command line: {@code -Dchaos.seed=} and {@code -Dchaos.round=} repeat a
   * round, {@code -Dchaos.trials=} says how many trials there are.
   */
  static Trials asked() {
    boolean all = Boolean.getBoolean("chaos");
    int nodes = Integer.getInteger("chaos.nodes", all ? NODES : FEW_NODES);
    int trials = Integer.getInteger("chaos.trials", all ? ALL_TRIALS : FEW_TRIALS);
    return new Trials(
        Long.getLong("chaos.seed", all ? System.nanoTime() % 1_000_000_000 : FEW_SEED),
        Integer.getInteger("chaos.round", 1),
        Math.max(1, Math.ceilDiv(trials, nodes)),
        nodes);
  }

  int last() {
    return first + rounds - 1;
  }

  Random dice(int round, String who) {
    long mixed = seed * 1_000_003 + round * 7919L + who.hashCode();
    Random dice = new Random(mixed);
    dice.nextLong();
    return dice;
  }

  /** How a round is made again. */
  String again(int round) {
    return "-Dchaos=true -Dchaos.seed=%d -Dchaos.nodes=%d -Dchaos.round=%d -Dchaos.trials=%d"
        .formatted(seed, nodes, round, nodes);
  }
}
