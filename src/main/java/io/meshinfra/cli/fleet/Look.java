package io.meshinfra.cli.fleet;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a look at one node gave, whoever looked.
 *
 * @param steps that would be carried out
 * @param drift how the node differs, for people; empty when it was not seen
 * @param plan what would be done about it, for people; empty when it was not seen
 * @param reason why the node was not seen; empty when it was
 * @param tree all of it, for programs
 */
public record Look(
    String node,
    Kind kind,
    boolean differs,
    int steps,
    String drift,
    String plan,
    String reason,
    JsonNode tree) {

  /** Whether the node was seen. */
  public enum Kind {
    SEEN,
    AWAY,
    FAILED
  }
}
