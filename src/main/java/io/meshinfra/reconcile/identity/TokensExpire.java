package io.meshinfra.reconcile.identity;

import io.meshinfra.model.FileTree.UnreadableFile;
import io.meshinfra.model.Revision;
import io.meshinfra.model.TokenLifetime;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.intent.Invariant;
import java.util.Optional;

/** Holds the settings of this hub against the invariant tokens_expire_24h of a revision. */
public final class TokensExpire {
  private final IntentInForce intents;
  private final TokenLifetime lifetime;

  public TokensExpire(IntentInForce intents, TokenLifetime lifetime) {
    this.intents = intents;
    this.lifetime = lifetime;
  }

  /** Why a revision must not come into force here; one that cannot be read is judged elsewhere. */
  public Optional<String> refusal(Revision head) {
    Optional<String> complaint = lifetime.complaint();
    if (complaint.isEmpty()) {
      return Optional.empty();
    }
    try {
      return intents
          .intent(head)
          .filter(TokensExpire::asksForIt)
          .map(intent ->
              "tokens_expire_24h is broken by the settings of this hub: %s; set it to 24h or less, or take the invariant out of the network intent"
                  .formatted(complaint.get()));
    } catch (UnreadableFile e) {
      return Optional.of("whether tokens_expire_24h holds is not known: " + e.getMessage());
    }
  }

  private static boolean asksForIt(Intent intent) {
    return intent.invariants().containsKey(Invariant.TOKENS_EXPIRE_24H);
  }
}
