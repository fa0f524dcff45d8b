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
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads the event lines of a run. They come from the node: what is not understood is dropped. */
final class RunEvents {
  private final Clock clock;
  private final RunListener listener;
  private final List<StepResult> results = new ArrayList<>();
  private Instant begun;
  private String last = "";
  private String stop = "";

  RunEvents(Clock clock, RunListener listener) {
    this.clock = clock;
    this.listener = listener;
    this.begun = clock.instant();
  }

  void line(String line) {
    String[] words = line.split(" ", 4);
    switch (words[0]) {
      case "started", "waiting" -> {}
      case "begin" -> {
        begun = clock.instant();
        number(words).ifPresent(listener::stepBegun);
      }
      case "end" -> number(words).ifPresent(n -> ended(n, words));
      case "skipped" ->
          number(words).ifPresent(n -> add(n, Status.SKIPPED, 0, "a step it needs failed"));
      case "finished", "lost", "none" -> last = line.strip();
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

  private static OptionalInt number(String[] words) {
    int number = words.length > 1 ? parse(words[1]) : -1;
    return number > 0 ? OptionalInt.of(number) : OptionalInt.empty();
  }

  private static int parse(String text) {
    boolean digits = !text.isEmpty() && text.length() < 6 && text.chars().allMatch(Character::isDigit);
    return digits ? Integer.parseInt(text) : -1;
  }

  private static String decode(String base64) {
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
          Optional.of(
              new RunEnd.NotStarted("another run of mesh-infra is at work on the node"));
      case "none" -> Optional.of(new RunEnd.NotStarted("the node never got the run"));
      case "lost" ->
          Optional.of(
              new RunEnd.Died(results, "the run died on the node, after a reboot or a kill"));
      default -> Optional.empty();
    };
  }

  List<StepResult> results() {
    return results;
  }
}
