package io.meshinfra.reconcile;

import io.meshinfra.desired.Fleet;
import io.meshinfra.journal.Journal;
import io.meshinfra.model.SecretRef;
import io.meshinfra.model.TokenLifetime;
import io.meshinfra.reconcile.identity.AuthorityKey;
import io.meshinfra.reconcile.identity.Certificates;
import io.meshinfra.reconcile.identity.HostCertificates;
import io.meshinfra.reconcile.identity.IntentInForce;
import io.meshinfra.reconcile.identity.TokensExpire;
import io.meshinfra.reconcile.revision.RevisionReader;
import io.meshinfra.reconcile.settings.CaSettings;
import io.meshinfra.reconcile.settings.HostCaSettings;
import io.meshinfra.reconcile.settings.HubSettings;
import io.meshinfra.reconcile.status.HubEvents;
import io.meshinfra.secret.Secrets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** What makes the hub an authority, from its settings. */
record HubIdentity(
    IntentInForce intents, TokensExpire tokens, CaSettings ca, HostCaSettings hosts) {
  private static final Logger LOG = Logger.getLogger(HubIdentity.class);

  static HubIdentity of(HubSettings settings, RevisionReader reader, IntentInForce.Trees trees) {
    IntentInForce intents = new IntentInForce(reader, trees);
    TokenLifetime lifetime = TokenLifetime.ofOperator(settings.tokens().operatorLife());
    lifetime
        .complaint()
        .ifPresent(why -> LOG.warnf("%s: tokens_expire_24h does not hold here", why));
    return new HubIdentity(
        intents, new TokensExpire(intents, lifetime), settings.ca(), settings.hostCa());
  }

  /** The secrets of nodes, among which the keys of the authorities never are. */
  static Secrets withheld(HubSettings settings, Secrets secrets) {
    Secrets all = secrets;
    for (Optional<String> key : List.of(settings.ca().key(), settings.hostCa().key())) {
      all = key.map(SecretRef::parse).map(all::without).orElse(all);
    }
    return all;
  }

  /** Signs who the nodes are. */
  HostCertificates hostCertificates(
      Supplier<Optional<Fleet>> inForce, Journal journal, HubEvents events, Clock clock) {
    return new HostCertificates(
        () -> intents.hosts(() -> inForce.get().map(Fleet::revision)),
        new HostCertificates.Keys(key("mesh.host-ca.key", hosts.key()), people()),
        hosts.life(),
        journal.hostCertificates(),
        (type, node, message) -> events.tell(type, node, Optional.empty(), message),
        clock);
  }

  private AuthorityKey people() {
    return key("mesh.ca.key", ca.key());
  }

  private static AuthorityKey key(String setting, Optional<String> name) {
    return new AuthorityKey(setting, name.map(SecretRef::parse), Secrets.installed());
  }

  Certificates certificates(
      Supplier<Optional<Fleet>> inForce, Journal journal, HubEvents events, Clock clock) {
    return new Certificates(
        () -> intents.ca(() -> inForce.get().map(Fleet::revision)),
        people(),
        new Certificates.Terms(ca.longest(), ca.skew()),
        journal.certificates(),
        (type, node, message) -> events.tell(type, node, Optional.empty(), message),
        clock);
  }
}
