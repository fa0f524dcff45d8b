package io.meshinfra.model;

/**
 * Says which hub is in charge: each time that a hub takes over, it gets a larger one. It goes along
 * with every hand-over, and a node takes nothing from a hub with a smaller one than it has seen.
 *
 * @param number larger than 0, and small enough for the arithmetic of every shell
 */
public record FencingToken(long number) implements Comparable<FencingToken> {
  /** No hub takes over that often; whatever claims more is wrong. */
  public static final long LARGEST = 1_000_000_000_000_000L;

  public FencingToken {
    if (number < 1 || number > LARGEST) {
      throw new IllegalArgumentException("not a fencing token: " + number);
    }
  }

  @Override
  public int compareTo(FencingToken other) {
    return Long.compare(number, other.number);
  }

  @Override
  public String toString() {
    return Long.toString(number);
  }
}
