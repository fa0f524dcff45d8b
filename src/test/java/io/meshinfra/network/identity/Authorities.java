package io.meshinfra.network.identity;

import io.meshinfra.network.Intents;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.intent.SshCa;

/** Authorities for tests. */
public final class Authorities {
  /** A public key whose private one nobody has any more. */
  public static final String CA =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINuDrlNdoOLeRhIUD7vQnchIUEa7Fq4bxyfgwTLldw2E";

  public static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAID+tvQVhtGnzwyqItrE8ZqnH2AhgGKscdyGoVKwFo6Yq";

  private static final String INTENT =
      """
      version: 1
      mesh: {network: 10.0.0.0/16}
      nodes:
        hub: {internal_ip: 10.0.0.1, roles: [hub]}
        laptop: {internal_ip: 10.0.0.2, roles: [workstation]}
      ssh_ca:
        public_key: %s
        principals:
          admin: {logins: [admin], for: [operator], permits: [pty, port-forwarding, user-rc]}
          developer:
            logins: [dev, build]
            on: role:workstation
            for: [operator, "person:ann", "agent:claude"]
            permits: [pty, port-forwarding]
          reader: {logins: [dev], for: ["agent:claude"], permits: []}
      %s
      """;

  private Authorities() {}

  public static String text(String publicKey, String revoked) {
    return INTENT.formatted(publicKey, revoked.isEmpty() ? "" : "  revoked: " + revoked);
  }

  /**
   * @param revoked as a list in brackets, or nothing
   */
  public static Intent intent(String revoked) {
    return Intents.sound(text(CA, revoked));
  }

  public static SshCa ca(String publicKey, String revoked) {
    return Intents.sound(text(publicKey, revoked)).sshCa().orElseThrow();
  }
}
