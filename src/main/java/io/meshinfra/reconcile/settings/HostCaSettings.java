package io.meshinfra.reconcile.settings;

import io.meshinfra.resource.Doc;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** The authority for host certificates. */
@Doc("The hub as authority for host certificates of SSH.")
public interface HostCaSettings {
  @Doc(
      "Names the private key of the authority, like file:/etc/mesh/ssh-host-ca: an OpenSSH key without a"
          + " passphrase, and another one than that of mesh.ca.key. Without it nodes get no host"
          + " certificates.")
  Optional<String> key();

  @Doc(
      "How long a host certificate is valid, 90d at most; it is renewed when a third of that is left.")
  @WithDefault("30d")
  Duration life();
}
