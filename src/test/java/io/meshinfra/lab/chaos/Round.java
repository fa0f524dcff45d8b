package io.meshinfra.lab.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.support.HubDoor;
import io.meshinfra.support.HubProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** One round: a push, trouble on every node and perhaps with the hub, and what came of it. */
final class Round {
  /** A node that does not get to the event that its trouble waits for has it anyway. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(4);

  private final int number;
  private final Trials trials;
  private final HubProcess hub;
  private final Map<String, ChaosNode> nodes;
  private final Story story = new Story();
  private final Map<String, List<Ordeal>> ordeals = new TreeMap<>();
  private int hubKills;

  Round(int number, Trials trials, HubProcess hub, Map<String, ChaosNode> nodes) {
    this.number = number;
    this.trials = trials;
    this.hub = hub;
    this.nodes = nodes;
  }

  java.util.Set<String> nodes() {
    return nodes.keySet();
  }

  /** Whether it has trouble; the one before all others has none. */
  boolean isTrial() {
    return number >= trials.first();
  }

  Story story() {
    return story;
  }

  List<Ordeal> ordeals(String node) {
    return ordeals.getOrDefault(node, List.of());
  }

  int hubKills() {
    return hubKills;
  }

  /** Throws the dice of every node; nothing has happened yet. */
  Map<String, Wanted> wanted(Map<String, Wanted> before, java.nio.file.Path secrets) {
    Map<String, Wanted> next = new TreeMap<>();
    nodes
        .keySet()
        .forEach(name ->
            next.put(
                name,
                before.get(name).next(number, trials.dice(number, name + " wants"), secrets)));
    return next;
  }

  /** All trouble of the round, until all of it is mended. */
  void trouble() {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<Void>> all = new ArrayList<>();
      nodes
          .values()
          .forEach(
              node -> all.add(CompletableFuture.runAsync(() -> trouble(node, threads), threads)));
      all.add(CompletableFuture.runAsync(this::killHub, threads));
      all.forEach(CompletableFuture::join);
    }
  }

  private void trouble(ChaosNode node, ExecutorService threads) {
    Random dice = trials.dice(number, node.name() + " suffers");
    List<Ordeal> mine = Ordeal.some(dice);
    synchronized (ordeals) {
      ordeals.put(node.name(), mine);
    }
    int before = node.runs().size();
    List<CompletableFuture<Void>> both = new ArrayList<>();
    for (Ordeal ordeal : mine) {
      int more = dice.nextInt(Integer.MAX_VALUE);
      both.add(CompletableFuture.runAsync(() -> suffer(node, ordeal, before, more), threads));
    }
    both.forEach(CompletableFuture::join);
  }

  private void suffer(ChaosNode node, Ordeal ordeal, int before, int dice) {
    boolean there = await(() -> hasEvents(node, ordeal.afterEvents(), before));
    pause(ordeal.delay());
    try {
      synchronized (node) { // a node that is down cannot be rebooted
        node.begin(ordeal.trouble(), dice);
        story.tell(node.name(), ordeal + (there ? "" : " (waited in vain for that event)"));
        if (ordeal.trouble().breaksSteps()) {
          pause(ordeal.lasting());
          node.mend(ordeal.trouble());
          story.tell(node.name(), ordeal.trouble() + " mended");
          return;
        }
      }
      pause(ordeal.lasting());
      synchronized (node) {
        node.mend(ordeal.trouble());
        story.tell(node.name(), ordeal.trouble() + " mended");
      }
    } catch (RuntimeException e) {
      story.wrong(node.name(), ordeal + " could not be made: " + e);
    }
  }

  private static boolean hasEvents(ChaosNode node, int wanted, int before) {
    Map<String, List<String>> runs = node.runs();
    return wanted == 0
        || runs.size() > before
            && runs.entrySet().stream().reduce((a, b) -> b).get().getValue().size() >= wanted;
  }

  private void killHub() {
    Random dice = trials.dice(number, "hub");
    int kind = dice.nextInt(100);
    int times = kind < 55 ? 0 : kind < 92 ? 1 : 2;
    for (int i = 0; i < times; i++) {
      pause(Duration.ofMillis(dice.nextInt(i == 0 ? 4000 : 1500)));
      hub.kill();
      story.tell("hub", "killed");
      hub.start();
      hubKills++;
      if (i == times - 1 || dice.nextBoolean()) {
        hub.door();
        story.tell("hub", "is back");
      }
    }
  }

  private static boolean await(BooleanSupplier condition) {
    long end = System.nanoTime() + LONGEST_WAIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      pause(Duration.ofMillis(10));
    }
    return true;
  }

  /** The moment is what is random; nothing is waited for. */
  private static void pause(Duration time) {
    LockSupport.parkNanos(time.toNanos());
  }

  /** How a node is, as its hub tells it. */
  static JsonNode status(HubDoor door, String node) {
    return door.get("/nodes/" + node);
  }
}
