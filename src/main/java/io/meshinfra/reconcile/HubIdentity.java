package io.meshinfra.reconcile;

import io.meshinfra.desired.Fleet;
import io.meshinfra.journal.Journal;
import io.meshinfra.model.SecretRef;
import io.meshinfra.model.TokenLifetime;
import io.meshinfra.reconcile.identity.AuthorityKey;
import io.meshinfra.reconcile.identity.Certificates;
import io.meshinfra.reconcile.identity.IntentInForce;
import io.meshinfra.reconcile.identity.TokensExpire;
import io.meshinfra.reconcile.revision.RevisionReader;
import io.meshinfra.reconcile.settings.CaSettings;
import io.meshinfra.reconcile.settings.HubSettings;
import io.meshinfra.reconcile.status.HubEvents;
import io.meshinfra.secret.Secrets;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** What makes the hub an authority, from its settings. */
record HubIdentity(IntentInForce intents, TokensExpire tokens, CaSettings ca) {
  private static final Logger LOG = Logger.getLogger(HubIdentity.class);

  static HubIdentity of(HubSettings settings, RevisionReader reader, IntentInForce.Trees trees) {
    IntentInForce intents = new IntentInForce(reader, trees);
    TokenLifetime lifetime = TokenLifetime.ofOperator(settings.tokens().operatorLife());
    lifetime
        .complaint()
        .ifPresent(why -> LOG.warnf("%s: tokens_expire_24h does not hold here", why));
    return new HubIdentity(intents, new TokensExpire(intents, lifetime), settings.ca());
  }

  /** The secrets of nodes, among which the key of the authority never is. */
  static Secrets withheld(CaSettings ca, Secrets secrets) {
    return ca.key().map(SecretRef::parse).map(secrets::without).orElse(secrets);
  }

  Certificates certificates(
      Supplier<Optional<Fleet>> inForce, Journal journal, HubEvents events, Clock clock) {
    return new Certificates(
        () -> intents.ca(() -> inForce.get().map(Fleet::revision)),
        new AuthorityKey(ca.key().map(SecretRef::parse), Secrets.installed()),
        new Certificates.Terms(ca.longest(), ca.skew()),
        journal.certificates(),
        (type, node, message) -> events.tell(type, node, Optional.empty(), message),
        clock);
  }
}
