package io.meshinfra.network.intent;

import io.meshinfra.desired.yaml.Position;
import io.meshinfra.expression.Expression;

/**
 * Something that somebody wants to hold, in his own words.
 *
 * @param at where it is written
 * @param condition must be true of each two of which one might reach the other
 * @param message why it is wanted; the condition itself, where nobody said
 */
public record OwnInvariant(Label name, Position at, Expression condition, String message) {

  /** Whether another one asks for the same. */
  public boolean isSame(OwnInvariant other) {
    return name.equals(other.name) && condition.toString().equals(other.condition.toString());
  }
}
