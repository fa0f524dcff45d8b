package io.meshinfra.secret.server;

import io.meshinfra.model.SecretRef;
import io.meshinfra.secret.Resolution;
import io.meshinfra.secret.SecretServer;
import io.meshinfra.secret.Secrets;
import java.util.Optional;
import java.util.Set;

/** What the hub shows to a server; from its environment or a file, read anew each time. */
public final class Credential {
  /** Another server as the source could ask this one, and so on without end. */
  private static final Set<String> AT_HAND = Set.of("env", "file");

  private Credential() {}

  /** The credential, or why there is none. */
  public static Resolution of(SecretServer server, String name) {
    Optional<SecretRef> ref = Optional.ofNullable(server.credentials().get(name));
    if (ref.isEmpty()) {
      return new Resolution.Unresolvable(
          "the %s for %s is not configured".formatted(name, server.address().getAuthority()));
    }
    if (!AT_HAND.contains(ref.get().provider())) {
      return new Resolution.Unresolvable(
          "the %s for %s comes from env: or file:, not from %s:"
              .formatted(name, server.address().getAuthority(), ref.get().provider()));
    }
    return Secrets.installed().resolve(ref.get());
  }
}
