package io.meshinfra.policy.pattern;

import java.util.BitSet;
import java.util.Map;
import java.util.Optional;

/**
 * A bracket expression as {@code fnmatch} reads it: {@code [abc]}, {@code [a-z]}, {@code [!x]},
 * {@code []x]}, {@code [[:digit:]]}.
 *
 * @param end index behind the closing bracket
 */
record Bracket(Letters letters, int end) {
  private static final Map<String, Letters> CLASSES =
      Map.of(
          "digit", Letters.range('0', '9'),
          "lower", Letters.range('a', 'z'),
          "upper", Letters.range('A', 'Z'),
          "alpha", Letters.range('a', 'z').or(Letters.range('A', 'Z')),
          "alnum", Letters.range('a', 'z').or(Letters.range('A', 'Z')).or(Letters.range('0', '9')),
          "space", Letters.range('\t', '\r').or(Letters.of(' ')),
          "blank", Letters.of('\t').or(Letters.of(' ')),
          "graph", Letters.range('!', '~'),
          "print", Letters.range(' ', '~'));

  /** Empty when the bracket at the index is never closed: then it stands for itself. */
  static Optional<Bracket> at(String pattern, int open) {
    int at = open + 1;
    boolean negated = at < pattern.length() && "!^".indexOf(pattern.charAt(at)) >= 0;
    at += negated ? 1 : 0;
    Letters found = new Letters(false, new BitSet());
    boolean first = true;
    while (at < pattern.length() && (first || pattern.charAt(at) != ']')) {
      first = false;
      Optional<Bracket> named = named(pattern, at);
      Bracket one = named.isPresent() ? named.get() : one(pattern, at);
      found = found.or(one.letters());
      at = one.end();
    }
    return at >= pattern.length()
        ? Optional.empty()
        : Optional.of(new Bracket(new Letters(negated, found.named()), at + 1));
  }

  /** {@code [:digit:]}; one that does not exist matches nothing. */
  private static Optional<Bracket> named(String pattern, int at) {
    int close = pattern.startsWith("[:", at) ? pattern.indexOf(":]", at + 2) : -1;
    if (close < 0) {
      return Optional.empty();
    }
    Letters none = new Letters(false, new BitSet());
    return Optional.of(
        new Bracket(CLASSES.getOrDefault(pattern.substring(at + 2, close), none), close + 2));
  }

  /** A single character or a range. */
  private static Bracket one(String pattern, int at) {
    int begin = escaped(pattern, at);
    char first = pattern.charAt(begin);
    boolean range =
        begin + 2 < pattern.length()
            && pattern.charAt(begin + 1) == '-'
            && pattern.charAt(begin + 2) != ']';
    if (!range) {
      return new Bracket(Letters.of(first), begin + 1);
    }
    int last = escaped(pattern, begin + 2);
    return new Bracket(Letters.range(first, pattern.charAt(last)), last + 1);
  }

  private static int escaped(String pattern, int at) {
    return pattern.charAt(at) == '\\' && at + 1 < pattern.length() ? at + 1 : at;
  }
}
