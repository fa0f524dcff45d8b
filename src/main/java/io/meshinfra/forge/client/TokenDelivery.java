package io.meshinfra.forge.client;

import io.meshinfra.forge.Delivery;
import io.meshinfra.forge.Hook;
import io.meshinfra.forge.Signature;
import io.meshinfra.secret.Secret;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A delivery that has the secret itself with it, and does not sign its body. */
public final class TokenDelivery {
  /** Longer than any id that a forge makes. */
  private static final int LONGEST_ID = 200;

  private TokenDelivery() {}

  /**
   * Checks, then reads.
   *
   * @param token header that has the secret
   * @param ids headers that tell deliveries apart, the best first; without any the body does
   */
  public static Hook read(
      Delivery delivery,
      String token,
      List<String> ids,
      Secret secret,
      Function<Json, Hook.Event> reader) {
    if (!delivery.header(token).map(given -> Signature.isSecret(given, secret)).orElse(false)) {
      return new Hook.Forged(
          token
              + " is not the secret that mesh.forge.webhook-secret names; give it to the webhook"
              + " on the forge");
    }
    byte[] body = delivery.body();
    String id =
        ids.stream()
            .map(delivery::header)
            .flatMap(Optional::stream)
            .filter(given -> !given.isBlank() && given.length() <= LONGEST_ID)
            .findFirst()
            .map(given -> "id " + given)
            .orElseGet(() -> "hmac " + Signature.of(secret, body));
    return SignedDelivery.genuine(id, body, reader);
  }
}
