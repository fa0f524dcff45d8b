package io.meshinfra.policy;

import java.time.Instant;

/**
 * Somebody agreed to exactly one plan of one node.
 *
 * @param by who, as the door knows it
 * @param door by which it came: api, terminal, forge
 * @param until when it ends; a plan that was not carried out by then has to be approved anew
 */
public record Approval(String by, String door, String reason, Instant at, Instant until) {
  public boolean isInForce(Instant now) {
    return now.isBefore(until);
  }
}
