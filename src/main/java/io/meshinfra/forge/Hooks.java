package io.meshinfra.forge;

import io.meshinfra.secret.Secret;

/** A forge that tells of what happens by webhooks. */
public interface Hooks {
  /**
   * Reads a delivery. Nothing of the body is looked at before its signature or token is right.
   *
   * @param secret what the forge signs with
   */
  Hook read(Delivery delivery, Secret secret);
}
