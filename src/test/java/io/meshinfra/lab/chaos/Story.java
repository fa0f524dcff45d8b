package io.meshinfra.lab.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** What happened in a round and when, for whoever looks into a failure; for many threads. */
final class Story {
  private final Instant begin = Instant.now();
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final List<String> wrongs = new CopyOnWriteArrayList<>();

  void tell(String who, String what) {
    lines.add(
        "%6d ms %-4s %s".formatted(Duration.between(begin, Instant.now()).toMillis(), who, what));
  }

  /** Something that must never be. */
  void wrong(String who, String what) {
    tell(who, "WRONG: " + what);
    wrongs.add(who + ": " + what);
  }

  List<String> wrongs() {
    return List.copyOf(wrongs);
  }

  Duration took() {
    return Duration.between(begin, Instant.now());
  }

  @Override
  public String toString() {
    return lines.stream().collect(Collectors.joining("\n", "", "\n"));
  }
}
