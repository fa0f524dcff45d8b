package io.meshinfra.bench;

import com.sun.management.OperatingSystemMXBean;
import io.meshinfra.converge.Outcome;
import io.meshinfra.reconcile.Pass;
import io.meshinfra.reconcile.Work;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * One round over nodes, at most so many at a time, as the loop of the hub does it.
 *
 * @param wall of the whole round, in ms
 * @param reachableWall until the last node that answers was done, in ms
 * @param cpu of this process for the round, all its threads, in ms
 * @param failures what went wrong; that a node is away is nothing wrong
 */
record Round(double wall, double reachableWall, double cpu, int answered, List<String> failures) {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private record Done(Pass pass, long at) {}

  static Round over(List<Work> works, int parallel, Function<Work, Pass> make) {
    ConcurrentLinkedQueue<Done> done = new ConcurrentLinkedQueue<>();
    Semaphore places = new Semaphore(parallel);
    long cpu = SYSTEM.getProcessCpuTime();
    long start = System.nanoTime();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Work work : works) {
        threads.execute(() -> {
          places.acquireUninterruptibly();
          try {
            done.add(new Done(make.apply(work), System.nanoTime()));
          } finally {
            places.release();
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
        (int) done.stream().filter(d -> isReached(d.pass())).count(),
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
