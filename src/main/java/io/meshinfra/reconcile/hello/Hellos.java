package io.meshinfra.reconcile.hello;

import io.meshinfra.forge.Signature;
import io.meshinfra.model.NodeName;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes the word of nodes that are back. It is believed for nothing but looking there sooner, so
 * the worst that somebody can do who has the key of a node is to have that node looked at.
 */
public final class Hellos {
  /** What a message has at most, in bytes. */
  public static final int LARGEST = 256;

  /** A clock may be wrong by that much; the same word within that time is not taken twice. */
  static final Duration FRESH = Duration.ofMinutes(5);

  /** A node has nothing new to say sooner. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Pattern FORM =
      Pattern.compile("([a-z0-9][a-z0-9-]{0,62}) ([0-9]{1,12}) ([0-9a-f]{64})\\n?");

  private final HelloKeys keys;
  private final Predicate<NodeName> known;
  private final Consumer<NodeName> hear;
  private final Clock clock;
  private final Map<NodeName, Word> last = new ConcurrentHashMap<>();

  /**
   * @param known whether a node is in the fleet in force
   * @param hear has the node looked at soon, if it was away
   */
  public Hellos(HelloKeys keys, Predicate<NodeName> known, Consumer<NodeName> hear, Clock clock) {
    this.keys = keys;
    this.known = known;
    this.hear = hear;
    this.clock = clock;
  }

  /** The last word of a node that was taken. */
  private record Word(long saidAt, Instant takenAt) {}

  /** What becomes of a message. */
  public sealed interface Answer {
    /** The hub looks at the node if it was away; that is not told. */
    record Taken() implements Answer {}

    /** It is not signed by a node of the fleet, or not now; whoever is not has no right to more. */
    record Refused(String reason) implements Answer {}

    /** The node said so a moment ago. */
    record TooSoon(Duration pause) implements Answer {}
  }

  /** Reads nothing of what is not signed but the name by which it is checked. */
  public Answer take(byte[] body) {
    Optional<Matcher> message =
        body.length > LARGEST
            ? Optional.empty()
            : Optional.of(FORM.matcher(new String(body, StandardCharsets.ISO_8859_1)))
                .filter(Matcher::matches);
    return message.map(this::judged).orElse(new Answer.Refused("it is no hello of a node"));
  }

  private Answer judged(Matcher message) {
    NodeName node = new NodeName(message.group(1));
    long saidAt = Long.parseLong(message.group(2));
    byte[] signed = signed(node, saidAt).getBytes(StandardCharsets.UTF_8);
    boolean genuine = Signature.matches(message.group(3), keys.of(node), signed);
    if (!genuine || !known.test(node)) {
      return new Answer.Refused("it is not signed by a node of this fleet");
    }
    Instant now = clock.instant();
    long off = Math.abs(now.getEpochSecond() - saidAt);
    return off > FRESH.toSeconds()
        ? new Answer.Refused("the clock of %s is off by %d s".formatted(node, off))
        : fresh(node, saidAt, now);
  }

  private Answer fresh(NodeName node, long saidAt, Instant now) {
    Word word = new Word(saidAt, now);
    Word before = last.get(node);
    if (before != null) {
      if (saidAt <= before.saidAt()) {
        return new Answer.Refused("it was said before");
      }
      Duration wait = PATIENCE.minus(Duration.between(before.takenAt(), now));
      if (wait.isPositive()) {
        return new Answer.TooSoon(wait);
      }
    }
    boolean first =
        before == null ? last.putIfAbsent(node, word) == null : last.replace(node, before, word);
    if (!first) {
      return new Answer.TooSoon(PATIENCE);
    }
    hear.accept(node);
    return new Answer.Taken();
  }

  /** What the signature is of. */
  static String signed(NodeName node, long saidAt) {
    return node + " " + saidAt;
  }
}
