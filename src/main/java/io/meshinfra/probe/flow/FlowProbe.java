package io.meshinfra.probe.flow;

import io.meshinfra.model.Target;
import io.meshinfra.transport.Reply;
import io.meshinfra.transport.Request;
import io.meshinfra.transport.Transport;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Has a node try connections to others, by one script over the usual way into the node. Nothing is
 * installed and nothing is sent but what makes a connection (with UDP one byte, twice). What the
 * node says is bounded in time and size; it can lie about what it met and do nothing else.
 */
public final class FlowProbe {
  /** For the shell itself, and the link. */
  private static final Duration SLACK = Duration.ofSeconds(30);

  private static final long LARGEST_OUTPUT = 512 * 1024;

  private final Transport transport;
  private final RandomGenerator random;

  /**
   * @param random makes the marker of the answers; what a program prints cannot know it
   */
  public FlowProbe(Transport transport, RandomGenerator random) {
    this.transport = transport;
    this.random = random;
  }

  /**
   * What came of one try.
   *
   * @param said by the program, printable
   */
  public record Answer(Met met, String said) {}

  /**
   * How the node gets to an address.
   *
   * @param own whether it is one of its own
   * @param source the address that it comes from there; absent when it does not tell
   */
  public record Way(boolean own, Optional<String> source) {}

  /** What came of all. */
  public sealed interface Result {
    /**
     * The node tried.
     *
     * @param tool what it used
     * @param answers in the order of the tries
     * @param ways by address; an address of which the node said nothing is not in it
     */
    record Tried(String tool, List<Answer> answers, Map<String, Way> ways) implements Result {
      public Tried {
        answers = List.copyOf(answers);
        ways = Map.copyOf(ways);
      }
    }

    /** It could not, or nobody could ask it. */
    record NotTried(String reason) implements Result {}
  }

  /**
   * Blocks until all tries have ended.
   *
   * @param own addresses that the node shall have; it says which of them it has
   */
  public Result ask(Target target, List<String> own, List<FlowTry> tries) {
    String marker = "@mesh-" + HexFormat.of().toHexDigits(random.nextLong());
    FlowAnswers answers = new FlowAnswers(marker, tries);
    Request request =
        new Request(
            FlowScript.of(own, tries, marker),
            SLACK.plusSeconds(FlowScript.longestSeconds(tries.size())),
            LARGEST_OUTPUT,
            answers::line);
    return switch (transport.run(target, request)) {
      case Reply.Unreachable away -> new Result.NotTried(away.reason());
      case Reply.Refused refused -> new Result.NotTried(refused.reason());
      case Reply.Broken broken -> new Result.NotTried("the tries broke off: " + broken.reason());
      case Reply.Ended ended -> answers.result();
    };
  }
}
