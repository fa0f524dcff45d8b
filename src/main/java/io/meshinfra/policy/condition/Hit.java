package io.meshinfra.policy.condition;

import io.meshinfra.drift.ResourceChange;
import io.meshinfra.policy.Consent;
import java.util.Optional;

/**
 * Something that a condition found.
 *
 * @param change which it is about, when it is about one
 * @param consent whose agreement it needs, when the condition says so itself
 * @param passing whether it goes away by itself
 * @param untold whether nothing was found, and that could not be told: that refuses, whatever the
 *     severity of the rule
 */
public record Hit(
    String what,
    Optional<ResourceChange> change,
    Optional<Consent> consent,
    boolean passing,
    boolean untold) {

  public static Hit of(ResourceChange change, String what) {
    return new Hit(what, Optional.of(change), Optional.empty(), false, false);
  }

  public static Hit of(String what) {
    return new Hit(what, Optional.empty(), Optional.empty(), false, false);
  }

  /** Something that is over soon. */
  public static Hit passing(String what) {
    return new Hit(what, Optional.empty(), Optional.empty(), true, false);
  }

  public static Hit asking(String what, Consent consent) {
    return new Hit(what, Optional.empty(), Optional.of(consent), false, false);
  }

  /** What the condition would have to know is not known. */
  public static Hit untold(String what) {
    return new Hit(what, Optional.empty(), Optional.empty(), false, true);
  }
}
