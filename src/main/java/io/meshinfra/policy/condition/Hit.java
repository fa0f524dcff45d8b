package io.meshinfra.policy.condition;

import io.meshinfra.drift.ResourceChange;
import io.meshinfra.policy.Consent;
import io.meshinfra.policy.Finding.Ends;
import java.util.Optional;

/**
 * Something that a condition found.
 *
 * @param change which it is about, when it is about one
 * @param consent whose agreement it needs, when the condition says so itself
 * @param ends whether it goes away by itself
 * @param untold whether nothing was found, and that could not be told: that refuses, whatever the
 *     severity of the rule
 */
public record Hit(
    String what,
    Optional<ResourceChange> change,
    Optional<Consent> consent,
    Ends ends,
    boolean untold) {

  public static Hit of(ResourceChange change, String what) {
    return new Hit(what, Optional.of(change), Optional.empty(), Ends.NEVER, false);
  }

  public static Hit of(String what) {
    return new Hit(what, Optional.empty(), Optional.empty(), Ends.NEVER, false);
  }

  /** Something that will be over. */
  public static Hit passing(String what, Ends ends) {
    return new Hit(what, Optional.empty(), Optional.empty(), ends, false);
  }

  public static Hit asking(String what, Consent consent) {
    return new Hit(what, Optional.empty(), Optional.of(consent), Ends.NEVER, false);
  }

  /** What the condition would have to know is not known. */
  public static Hit untold(String what) {
    return new Hit(what, Optional.empty(), Optional.empty(), Ends.NEVER, true);
  }
}
