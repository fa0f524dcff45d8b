package io.meshinfra.lab.chaos;

import java.util.Map;
import java.util.TreeMap;

/** What was put to the test so far. */
final class Tally {
  private final Trials asked;
  private final Map<String, Integer> troubles = new TreeMap<>();
  private final Map<String, Integer> reasons = new TreeMap<>();
  private int trials;
  private int inTrouble;
  private int twofold;
  private int steps;
  private long samples;

  Tally(Trials asked) {
    this.asked = asked;
  }

  void add(Round round, int stepsOfRound, long samplesOfRound) {
    steps += stepsOfRound;
    samples += samplesOfRound;
    troubles.merge("HUB_KILLED", round.hubKills(), Integer::sum);
    for (String node : round.nodes()) {
      int mine = round.ordeals(node).size() + (round.hubKills() > 0 ? 1 : 0);
      trials += round.isTrial() ? 1 : 0;
      inTrouble += mine > 0 ? 1 : 0;
      twofold += mine > 1 ? 1 : 0;
      round.ordeals(node).forEach(o -> troubles.merge(o.trouble().name(), 1, Integer::sum));
    }
  }

  void reasons(Map<String, String> ofNodes) {
    ofNodes.values().forEach(reason -> reasons.merge(form(reason), 1, Integer::sum));
  }

  /** Without what differs from node to node. */
  private static String form(String reason) {
    String plain = reason.replaceAll("[0-9a-f]{8,}", "#").replaceAll("\\d+", "#");
    return plain.substring(0, Math.min(160, plain.length()));
  }

  String line(int number, Round round) {
    return "chaos: seed %d, round %d of %d..%d took %d ms; %d trials so far, %d in trouble"
        .formatted(
            asked.seed(),
            number,
            asked.first(),
            asked.last(),
            round.story().took().toMillis(),
            trials,
            inTrouble);
  }

  /** Whether enough happened for the trials to say anything. */
  boolean isTelling() {
    return inTrouble * 2 > trials && steps > trials && samples > 20L * trials;
  }

  @Override
  public String toString() {
    StringBuilder text =
        new StringBuilder(
            """
            chaos: seed %d: %d trials on %d nodes, %d of them in trouble, %d with two at once or more
              %d steps ended, files were read %d times
              troubles: %s
              out of sync until somebody insisted:
            """
                .formatted(
                    asked.seed(),
                    trials,
                    asked.nodes(),
                    inTrouble,
                    twofold,
                    steps,
                    samples,
                    troubles));
    reasons.forEach((reason, count) -> text.append("  %4d %s%n".formatted(count, reason)));
    return text.toString();
  }
}
