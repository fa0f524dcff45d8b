package io.meshinfra.reconcile.settings;

import io.meshinfra.resource.Doc;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** How the hub gets at the policy file of the tailnet. */
@Doc("How the hub gets at the policy file of the tailnet; without a credential it never does.")
public interface TailscaleSettings {
  @Doc(
      "Names an API key, like file:/run/secrets/tailscale. Such keys end after 90 days; an OAuth client"
          + " does not.")
  Optional<String> apiKey();

  @Doc(
      "Names the id of an OAuth client with the scope policy_file, in place of an API key; to remove"
          + " the devices of nodes that leave, with devices:core too.")
  Optional<String> oauthClientId();

  @Doc("Names the secret of the OAuth client.")
  Optional<String> oauthClientSecret();

  @Doc(
      "The organization as the general settings of the tailnet show it; - for the credential's own.")
  @WithDefault("-")
  String tailnet();

  @Doc(
      "observe tells what differs; enforce also puts what follows from the revision in force, and puts"
          + " it back after a change by hand. A file that mesh-infra never wrote is left to a person by"
          + " both.")
  @WithDefault("observe")
  Mode mode();

  @Doc("How often the policy file is looked at.")
  @WithDefault("10m")
  Duration interval();

  @Doc("Longest time that one request may take as a whole.")
  @WithDefault("30s")
  Duration patience();

  @Doc("Address of the API.")
  @WithDefault("https://api.tailscale.com")
  URI api();

  /** Whether the hub writes. */
  enum Mode {
    OBSERVE,
    ENFORCE
  }
}
