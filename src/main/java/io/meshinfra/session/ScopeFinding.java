package io.meshinfra.session;

import java.util.Locale;

/**
 * One way in which a change leaves its contract.
 *
 * @param message what is wrong and how to mend it, printable, on one line
 */
public record ScopeFinding(Rule rule, String message) {
  /** What was not kept to. */
  public enum Rule {
    /** There is no contract that counts. */
    CONTRACT,
    /** The change was made outside of its time. */
    TIME,
    /** A path that people change only. */
    PROTECTED,
    /** A path that the contract does not name. */
    PATH,
    /** A node that the contract does not name, or too many of them. */
    NODES,
    /** A change that can break more than agreed. */
    RISK,
    /** More changes than agreed. */
    CHANGES;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public String toString() {
    return rule.word() + ": " + message;
  }
}
