package io.meshinfra.reconcile.settings;

import io.meshinfra.resource.Doc;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** The authority for SSH certificates. */
@Doc("The hub as authority for SSH certificates.")
public interface CaSettings {
  @Doc(
      "Names the private key of the authority, like file:/etc/mesh/ssh-ca or vault:secret/ssh-ca#key: an"
          + " OpenSSH key without a passphrase. Without it the hub issues no certificates.")
  Optional<String> key();

  @Doc("Longest time that a certificate may be valid; more than 24h is refused.")
  @WithDefault("24h")
  Duration longest();

  @Doc("How far before its issue a certificate is valid, for clocks of nodes that are behind.")
  @WithDefault("1m")
  Duration skew();
}
