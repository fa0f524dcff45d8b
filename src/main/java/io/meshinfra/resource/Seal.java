package io.meshinfra.resource;

import java.util.Optional;

/**
 * What stands for a text with secrets where it is compared.
 *
 * @param stamp hash of the text with a key that only the hub has: another secret gives another
 *     plan, and nobody can guess which
 * @param proof for the one probe that is being made; never part of a drift
 */
public record Seal(String stamp, Optional<Proof> proof) {

  /**
   * What the node must answer when it has the text.
   *
   * @param salt new for every probe, sent to the node, which hashes it together with the file
   * @param sha256 of the salt and the text; never sent, so that a node cannot repeat it
   */
  public record Proof(String salt, String sha256) {
    @Override
    public String toString() {
      return "Proof[redacted]";
    }
  }

  /** For a spec that is kept. */
  public Seal withoutProof() {
    return new Seal(stamp, Optional.empty());
  }
}
