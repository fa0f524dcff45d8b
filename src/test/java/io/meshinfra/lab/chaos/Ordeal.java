package io.meshinfra.lab.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One trouble, when it comes and how long it lasts.
 *
 * @param afterEvents comes when so many events of the newest run are there...
 * @param delay ...and so long after that
 * @param lasting until it is mended
 */
record Ordeal(Trouble trouble, int afterEvents, Duration delay, Duration lasting) {
  private static final int MOST_EVENTS = 20;

  /** None, one or two, mostly one. */
  static List<Ordeal> some(Random dice) {
    int kind = dice.nextInt(100);
    int count = kind < 8 ? 0 : kind < 70 ? 1 : 2;
    List<Ordeal> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(one(dice));
    }
    return all;
  }

  private static Ordeal one(Random dice) {
    Trouble trouble = Trouble.by(dice);
    boolean atOnce = dice.nextInt(4) == 0;
    return new Ordeal(
        trouble,
        atOnce ? 0 : 1 + dice.nextInt(MOST_EVENTS),
        Duration.ofMillis(atOnce ? dice.nextInt(2000) : dice.nextInt(60)),
        Duration.ofMillis(100 + (long) (Math.pow(dice.nextDouble(), 3) * 5000)));
  }

  @Override
  public String toString() {
    return "%s %s + %d ms, for %d ms"
        .formatted(
            trouble,
            afterEvents == 0 ? "after the push" : "after event " + afterEvents,
            delay.toMillis(),
            lasting.toMillis());
  }
}
