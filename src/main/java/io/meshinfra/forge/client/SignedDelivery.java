package io.meshinfra.forge.client;

import io.meshinfra.forge.Delivery;
import io.meshinfra.forge.Hook;
import io.meshinfra.forge.Signature;
import io.meshinfra.secret.Secret;
import java.util.Optional;
import java.util.function.Function;

/** A delivery whose body is signed with HMAC-SHA256. */
public final class SignedDelivery {
  private SignedDelivery() {}

  /**
   * Checks, then reads. What tells deliveries apart is the signature: the id in the header is not
   * signed, so whoever sends an old delivery again can make up a new one.
   *
   * @param claim the signature in hex, as a header had it
   * @param header names that header, for the message
   */
  public static Hook read(
      Delivery delivery,
      Optional<String> claim,
      String header,
      Secret secret,
      Function<Json, Hook.Event> reader) {
    byte[] body = delivery.body();
    if (claim.isEmpty()) {
      return new Hook.Forged(
          "the delivery has no "
              + header
              + "; give the webhook on the forge a secret, the same"
              + " that mesh.forge.webhook-secret names");
    }
    if (!Signature.matches(claim.get(), secret, body)) {
      return new Hook.Forged(
          header
              + " is not the signature of this body under the secret that"
              + " mesh.forge.webhook-secret names: the secrets differ, or it was changed on its way");
    }
    return genuine("hmac " + Signature.of(secret, body), body, reader);
  }

  /** Reads what was checked. */
  static Hook genuine(String delivery, byte[] body, Function<Json, Hook.Event> reader) {
    try {
      return new Hook.Genuine(delivery, reader.apply(Json.of(body)));
    } catch (Json.NotUnderstood e) {
      return new Hook.Unreadable(
          e.getMessage() + "; the webhook on the forge must send application/json");
    }
  }
}
