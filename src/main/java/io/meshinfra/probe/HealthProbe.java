package io.meshinfra.probe;

import io.meshinfra.desired.HealthCheck;
import io.meshinfra.model.Printable;
import io.meshinfra.model.Target;
import io.meshinfra.transport.Reply;
import io.meshinfra.transport.Request;
import io.meshinfra.transport.Transport;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Asks a node whether it is healthy after a change. All checks are one script, run on the node as
 * root; it ends with the first check that fails. What the node says is bounded in time and size; it
 * can lie about itself and do nothing else.
 */
public final class HealthProbe {
  /** For the shell itself, and the link. */
  private static final Duration SLACK = Duration.ofSeconds(30);

  private static final long LARGEST_OUTPUT = 256 * 1024;

  /** A command may be a page; what it said matters more. */
  private static final int LONGEST_TITLE = 40;

  private final Transport transport;
  private final RandomGenerator random;

  /**
   * @param random makes the marker of the answers; what a check prints cannot know it
   */
  public HealthProbe(Transport transport, RandomGenerator random) {
    this.transport = transport;
    this.random = random;
  }

  /** What came of the checks. */
  public sealed interface Result {
    /** All of them passed. */
    record Healthy() implements Result {}

    /** One of them failed; the reason says which, and what it said. */
    record Unhealthy(String reason) implements Result {}

    /** The node could not be asked, so nothing is known. */
    record NotAsked(String reason) implements Result {}
  }

  /** Blocks until all checks have ended. */
  public Result ask(Target target, List<HealthCheck> checks) {
    if (checks.isEmpty()) {
      return new Result.Healthy();
    }
    String marker = "@mesh-" + HexFormat.of().toHexDigits(random.nextLong());
    Answers answers = new Answers(marker);
    Duration longest = checks.stream().map(HealthCheck::longest).reduce(SLACK, Duration::plus);
    Request request =
        new Request(HealthScript.of(checks, marker), longest, LARGEST_OUTPUT, answers::line);
    return switch (transport.run(target, request)) {
      case Reply.Unreachable away -> new Result.NotAsked(away.reason());
      case Reply.Refused refused -> new Result.NotAsked(refused.reason());
      case Reply.Broken broken when broken.cause() == Reply.Broken.Cause.LOST ->
          new Result.NotAsked("the checks broke off: " + broken.reason());
      case Reply.Broken broken ->
          new Result.Unhealthy("the checks did not come to their end: " + broken.reason());
      case Reply.Ended ended -> answers.result(checks, ended.exitCode());
    };
  }

  /** What the node answers, check by check. */
  private static final class Answers {
    private final String marker;
    private final Map<Integer, String[]> byNumber = new TreeMap<>();

    Answers(String marker) {
      this.marker = marker;
    }

    void line(String line) {
      String[] parts = line.split("\t", 4);
      if (parts.length == 4 && parts[0].equals(marker) && parts[1].matches("[0-9]{1,3}")) {
        byNumber.putIfAbsent(Integer.parseInt(parts[1]), parts);
      }
    }

    /** Only an answer for each of them, each fine, is healthy. */
    Result result(List<HealthCheck> checks, int exitCode) {
      for (int i = 0; i < checks.size(); i++) {
        String[] answer = byNumber.get(i);
        if (answer == null) {
          return new Result.Unhealthy(
              "%s: no answer, the shell ended with exit code %d"
                  .formatted(title(checks.get(i)), exitCode));
        }
        if (!answer[2].equals("0")) {
          return new Result.Unhealthy(unhealthy(checks.get(i), answer[2], answer[3]));
        }
      }
      return new Result.Healthy();
    }

    private static String unhealthy(HealthCheck check, String code, String words) {
      boolean late = code.equals("124") || code.equals("137") || code.equals("143");
      String how =
          late
              ? "did not end within " + check.timeout().toSeconds() + "s"
              : "exit code " + Printable.line(code);
      String said = Printable.line(words.strip());
      return title(check) + ": " + how + (said.isEmpty() ? "" : ": " + said);
    }

    private static String title(HealthCheck check) {
      String title = check.title();
      return Printable.line(
          title.length() <= LONGEST_TITLE ? title : title.substring(0, LONGEST_TITLE) + "...");
    }
  }
}
