package io.meshinfra.bench;

import static java.util.stream.Collectors.toSet;

import com.sun.management.OperatingSystemMXBean;
import io.meshinfra.converge.Outcome;
import io.meshinfra.model.NodeName;
import io.meshinfra.reconcile.pass.Pass;
import io.meshinfra.reconcile.pass.Work;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * One round over nodes, at most so many at a time, as the loop of the hub does it: a node that was
 * away in the round before takes no place of those that may be looked at.
 *
 * @param wall of the whole round, in ms
 * @param reachableWall until the last node that answers was done, in ms
 * @param cpu of this process for the round, all its threads, in ms
 * @param answered the nodes that did
 * @param failures what went wrong; that a node is away is nothing wrong
 */
record Round(
    double wall, double reachableWall, double cpu, Set<NodeName> answered, List<String> failures) {
  Round {
    answered = Set.copyOf(answered);
    failures = List.copyOf(failures);
  }

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private record Done(Pass pass, long at) {}

  /** A round of which nothing is known before. */
  static Round over(List<Work> works, int parallel, Function<Work, Pass> make) {
    return over(works, parallel, Set.of(), make);
  }

  static Round over(
      List<Work> works, int parallel, Set<NodeName> wereAway, Function<Work, Pass> make) {
    ConcurrentLinkedQueue<Done> done = new ConcurrentLinkedQueue<>();
    Semaphore places = new Semaphore(parallel);
    long cpu = SYSTEM.getProcessCpuTime();
    long start = System.nanoTime();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Work work : works) {
        boolean needsPlace = !wereAway.contains(work.target().node());
        threads.execute(() -> {
          if (needsPlace) {
            places.acquireUninterruptibly();
          }
          try {
            done.add(new Done(make.apply(work), System.nanoTime()));
          } finally {
            if (needsPlace) {
              places.release();
            }
          }
        });
      }
    }
    long end = System.nanoTime();
    long last =
        done.stream().filter(d -> isReached(d.pass())).mapToLong(Done::at).max().orElse(end);
    return new Round(
        millis(end - start),
        millis(last - start),
        millis(SYSTEM.getProcessCpuTime() - cpu),
        done.stream().map(Done::pass).filter(Round::isReached).map(Pass::node).collect(toSet()),
        done.stream().map(Done::pass).filter(Round::isBad).map(Round::complaint).toList());
  }

  private static boolean isReached(Pass pass) {
    return pass.found().isPresent();
  }

  private static boolean isBad(Pass pass) {
    boolean fine =
        pass.outcome() instanceof Outcome.InSync
            || pass.outcome() instanceof Outcome.Converged
            || pass.outcome() instanceof Outcome.Skipped;
    boolean away = pass.outcome() instanceof Outcome.Deferred && !isReached(pass);
    return !fine && !away;
  }

  private static String complaint(Pass pass) {
    return pass.node() + ": " + pass.outcome();
  }

  private static double millis(long nanos) {
    return nanos / 1e6;
  }

  /** Lines for the collection: KEY, nodes, value, unit, separated by tabs. */
  void print(String key, int nodes) {
    row(key + ".wall", nodes, wall);
    row(key + ".cpu", nodes, cpu);
  }

  static void row(String key, int nodes, double milliseconds) {
    System.out.printf(java.util.Locale.ROOT, "%s\t%d\t%.3f\tms%n", key, nodes, milliseconds);
  }
}
