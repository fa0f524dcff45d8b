package io.meshinfra.plan;

import io.meshinfra.drift.ResourceChange;

/**
 * A change that this plan leaves alone, and why.
 *
 * @param tried it was tried and did not help: somebody has to look into it
 */
public record Waiting(ResourceChange change, String reason, boolean tried) {
  public Waiting(ResourceChange change, String reason) {
    this(change, reason, false);
  }
}
