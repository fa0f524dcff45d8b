package io.meshinfra.policy.pattern;

import java.util.BitSet;

/**
 * A set of characters: these, or all but these.
 *
 * @param named the characters that are told apart from all others
 */
public record Letters(boolean negated, BitSet named) {
  /** Joins two texts into one; no text holds it, and no set does that does not name it. */
  public static final char SEPARATOR = '\u0001';

  /** Every character. */
  public static final Letters ANY = new Letters(true, new BitSet());

  public Letters {
    named = (BitSet) named.clone();
  }

  public static Letters of(char letter) {
    return new Letters(false, bits(String.valueOf(letter)));
  }

  @Override
  public BitSet named() {
    return (BitSet) named.clone();
  }

  /** All from the first to the last. */
  static Letters range(char first, char last) {
    BitSet bits = new BitSet();
    bits.set(first, Math.max(first, last) + 1);
    return new Letters(false, bits);
  }

  Letters or(Letters other) {
    BitSet bits = named();
    bits.or(other.named);
    return new Letters(negated, bits);
  }

  /** Every character that is not one of these. */
  public static Letters but(String letters) {
    return new Letters(true, bits(letters));
  }

  Letters without(char letter) {
    BitSet bits = named();
    bits.set(letter, negated);
    return new Letters(negated, bits);
  }

  boolean contains(char letter) {
    return letter == SEPARATOR ? !negated && named.get(letter) : named.get(letter) != negated;
  }

  private static BitSet bits(String letters) {
    BitSet bits = new BitSet();
    letters.chars().forEach(bits::set);
    return bits;
  }
}
