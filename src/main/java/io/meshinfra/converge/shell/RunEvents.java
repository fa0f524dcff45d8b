package io.meshinfra.converge.shell;

import io.meshinfra.converge.RunListener;
import io.meshinfra.converge.StepResult;
import io.meshinfra.converge.StepResult.Status;
import io.meshinfra.model.Printable;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Reads the event lines of a run. They come from the node: what is not understood is dropped, and
 * so is what is told about a step that was not handed over or that has ended already.
 */
final class RunEvents {
  /** Of a run whose plan the hub does not know any more; a node has some hundred resources. */
  private static final int MOST_STEPS = 10_000;

  /** 4 KiB of output, which the runner sends, take 5464 characters. */
  private static final int LONGEST_OUTPUT = 5464;

  private static final String FENCED = "finished fenced ";

  private final Clock clock;
  private final RunListener listener;
  private final Optional<Set<Integer>> plan;
  private final Set<Integer> begunSteps = new HashSet<>();
  private final Set<Integer> endedSteps = new HashSet<>();
  private final List<StepResult> results = new ArrayList<>();
  private Instant begun;
  private String last = "";
  private String stop = "";

  /**
   * @param plan the numbers of the steps that were handed over; empty when they are not known
   */
  RunEvents(Clock clock, RunListener listener, Optional<Set<Integer>> plan) {
    this.clock = clock;
    this.listener = listener;
    this.plan = plan;
    this.begun = clock.instant();
  }

  void line(String line) {
    String[] words = line.split(" ", 4);
    switch (words[0]) {
      case "started", "waiting" -> {}
      case "armed" ->
          listener.guarded(
              words.length > 2
                  ? "armed; the node has no place for a hook, so a reboot would not undo the steps"
                  : "armed");
      case "begin" -> {
        begun = clock.instant();
        first(words, begunSteps).ifPresent(listener::stepBegun);
      }
      case "end" -> first(words, endedSteps).ifPresent(n -> ended(n, words));
      case "skipped" ->
          first(words, endedSteps)
              .ifPresent(n -> add(n, Status.SKIPPED, 0, "a step it needs failed"));
      case "finished", "lost", "none" -> last = Printable.line(line.strip());
      case "cannot" -> stop = Printable.line(line);
      default -> {}
    }
  }

  private void ended(int number, String[] words) {
    int code = words.length > 2 ? parse(words[2]) : -1;
    String output = words.length > 3 ? decode(words[3]) : "";
    add(number, code == 0 ? Status.DONE : Status.FAILED, code, output);
  }

  private void add(int number, Status status, int code, String output) {
    StepResult result =
        new StepResult(number, status, code, Duration.between(begun, clock.instant()), output);
    results.add(result);
    listener.stepEnded(result);
  }

  /** The number of a step of this run of which the same was not told before. */
  private OptionalInt first(String[] words, Set<Integer> told) {
    int number = words.length > 1 ? parse(words[1]) : -1;
    boolean known =
        plan.map(numbers -> numbers.contains(number))
            .orElse(number > 0 && told.size() < MOST_STEPS);
    return known && told.add(number) ? OptionalInt.of(number) : OptionalInt.empty();
  }

  private static int parse(String text) {
    boolean digits =
        !text.isEmpty() && text.length() < 6 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits ? Integer.parseInt(text) : -1;
  }

  private static String decode(String base64) {
    if (base64.length() > LONGEST_OUTPUT) {
      return "(the node sent more output than it should)";
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(base64.getBytes(StandardCharsets.US_ASCII));
      return Printable.block(new String(bytes, StandardCharsets.UTF_8)).strip();
    } catch (IllegalArgumentException e) {
      return "(the output could not be read)";
    }
  }

  /** What the events amount to; empty when they broke off. */
  Optional<RunEnd> end() {
    if (!stop.isEmpty()) {
      return Optional.of(new RunEnd.NotStarted(stop));
    }
    return switch (last) {
      case "finished ok" -> Optional.of(new RunEnd.Finished(results));
      case "finished busy" ->
          Optional.of(new RunEnd.NotStarted("another run of mesh-infra is at work on the node"));
      case "none", "finished cancelled" ->
          Optional.of(new RunEnd.NotStarted("the node never got the run"));
      case "lost" ->
          Optional.of(
              new RunEnd.Died(results, "the run died on the node, after a reboot or a kill"));
      default ->
          last.startsWith(FENCED)
              ? Optional.of(new RunEnd.NotStarted(fenced(last.substring(FENCED.length()))))
              : Optional.empty();
    };
  }

  private static String fenced(String seen) {
    if (!seen.matches("[0-9]{1,15}")) {
      return "the node cannot tell which hub is in charge, and takes nothing: "
          + "its file /var/lib/mesh-infra/fence cannot be read or written, or its disk is full";
    }
    return "the node was changed by a hub with the fencing token %1$s, and takes nothing with a smaller one: another hub is in charge of it, or this one was put back from an older backup; when this one shall be in charge: mesh lease raise --above %1$s --reason TEXT"
        .formatted(seen);
  }

  List<StepResult> results() {
    return results;
  }
}
