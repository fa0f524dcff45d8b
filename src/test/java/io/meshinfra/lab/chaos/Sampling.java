package io.meshinfra.lab.chaos;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Reads the managed files all the time: each is what it was or what it shall be, never between. */
final class Sampling implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(60);
  private final Map<String, ChaosNode> nodes;
  private final Map<String, Wanted> before;
  private final Map<String, Wanted> next;
  private final Story story;
  private final Thread thread;
  private volatile boolean over;
  private volatile long samples;

  Sampling(
      Map<String, ChaosNode> nodes,
      Map<String, Wanted> before,
      Map<String, Wanted> next,
      Story story) {
    this.nodes = nodes;
    this.before = before;
    this.next = next;
    this.story = story;
    thread = Thread.startVirtualThread(this::watch);
  }

  private void watch() {
    while (!over) {
      nodes.forEach(this::look);
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private void look(String name, ChaosNode node) {
    next.get(name)
        .files()
        .forEach((file, wanted) -> {
          Optional<String> is = node.file(file);
          samples++;
          Optional<String> was = before.get(name).files().getOrDefault(file, Optional.empty());
          if (!is.equals(wanted) && !is.equals(was)) {
            story.wrong(name, "/srv/data/%s is neither old nor new: %s".formatted(file, shown(is)));
          }
        });
  }

  static String shown(Optional<String> content) {
    return content
        .map(text ->
            text.length() + " bytes: " + text.substring(0, Math.min(80, text.length())).strip())
        .orElse("not there");
  }

  /** How often a file was read. */
  long samples() {
    return samples;
  }

  @Override
  public void close() {
    over = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
