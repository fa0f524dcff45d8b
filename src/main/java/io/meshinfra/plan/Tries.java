package io.meshinfra.plan;

import io.meshinfra.drift.ResourceChange;
import io.meshinfra.model.Content;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.HoldsSecrets;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What was tried on one node at one revision and did not help, change by change. A change is known
 * again by its resource, its spec, the stamp of its secrets and the attributes that differ, not by
 * the values that they drift to: else whoever writes another value each time has the same step fail
 * for ever.
 */
public record Tries(Map<String, Tried> byChange) {
  public static final Tries NONE = new Tries(Map.of());

  /** A person may reboot a node while a step is at work; twice in the same one is no chance. */
  private static final int MOST_INTERRUPTIONS = 2;

  private static final int DIGITS = 32;

  public Tries {
    byChange = Collections.unmodifiableMap(new TreeMap<>(byChange));
  }

  /** How a try ended. */
  public enum How {
    /** The step said that it failed. */
    FAILED("failed"),
    /** The step ended well, and the probe afterwards still saw the drift. */
    STILL_DRIFTING("still drifting"),
    /** The run died while the step was at work, as by a reboot. */
    INTERRUPTED("interrupted"),
    /** The hub could not come back in, and the node put back what it was before. */
    ROLLED_BACK("rolled back");

    private final String word;

    How(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /**
   * Tries of one change that ended alike.
   *
   * @param at when the last one ended
   */
  public record Tried(How how, int times, Instant at) {}

  /** What a change is known by. */
  public static String key(ResourceChange change) {
    String text =
        change.id()
            + "\n"
            + change.resource().fingerprint()
            + HoldsSecrets.stamp(change.resource())
            + "\n"
            + change.change().word()
            + attributes(change.change());
    return Content.digest(text.getBytes(StandardCharsets.UTF_8)).substring(0, DIGITS);
  }

  private static String attributes(Change change) {
    return switch (change) {
      case Change.Update update -> " " + update.differences().keySet();
      case Change.Create create -> "";
      case Change.Delete delete -> "";
      case Change.Unverifiable unverifiable -> "";
    };
  }

  /** How it ended, when the change is not to be tried again. */
  public Optional<String> inVain(ResourceChange change) {
    return Optional.ofNullable(byChange.get(key(change))).flatMap(Tries::inVain);
  }

  private static Optional<String> inVain(Tried tried) {
    return switch (tried.how()) {
      case FAILED, STILL_DRIFTING, ROLLED_BACK ->
          Optional.of(tried.how().word() + " at " + tried.at());
      case INTERRUPTED ->
          tried.times() < MOST_INTERRUPTIONS
              ? Optional.empty()
              : Optional.of(
                  "interrupted %d times, last at %s".formatted(tried.times(), tried.at()));
    };
  }

  /** Whether it locked the hub out; that counts at every revision, as it would do so again. */
  public boolean wasRolledBack(ResourceChange change) {
    Tried tried = byChange.get(key(change));
    return tried != null && tried.how() == How.ROLLED_BACK;
  }

  /** One more try of these changes. */
  public Tries with(Collection<String> keys, How how, Instant at) {
    Map<String, Tried> next = new TreeMap<>(byChange);
    for (String key : keys) {
      Tried before = next.get(key);
      int times = before != null && before.how() == how ? before.times() + 1 : 1;
      next.put(key, new Tried(how, times, at));
    }
    return new Tries(next);
  }

  /** These changes came about, so that nothing is to be held against them. */
  public Tries without(Collection<String> keys) {
    Map<String, Tried> next = new TreeMap<>(byChange);
    next.keySet().removeAll(keys);
    return new Tries(next);
  }
}
