package io.meshinfra.policy.pattern;

/**
 * How much may be spent on looking into patterns, in places read. What remains unsaid when it is
 * spent counts as the worse, so that patterns made to be slow gain nothing.
 */
public final class Budget {
  private long left;

  public Budget(long places) {
    this.left = places;
  }

  boolean isSpent() {
    return left <= 0;
  }

  void spend(long places) {
    left -= places;
  }
}
