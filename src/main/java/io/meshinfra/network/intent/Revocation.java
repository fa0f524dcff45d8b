package io.meshinfra.network.intent;

import io.meshinfra.model.SshPublicKey;
import java.util.Optional;
import java.util.regex.Pattern;

/** What nodes shall no longer believe, though its time has not come. */
public sealed interface Revocation {
  /** Whether somebody of that key id, or with that key, gets no new certificate either. */
  default boolean concerns(String keyId, SshPublicKey key) {
    return switch (this) {
      case Serial one -> false;
      case KeyId(String revoked) -> revoked.equals(keyId);
      case Key(SshPublicKey revoked) -> revoked.equals(key);
    };
  }

  /** One certificate. */
  record Serial(long serial) implements Revocation {
    @Override
    public String toString() {
      return "serial " + serial;
    }
  }

  /** All certificates of that key id, past and future. */
  record KeyId(String id) implements Revocation {
    private static final Pattern AGENT = Pattern.compile("agent:[^:]*");

    /**
     * Why it would revoke nothing: sshd compares key ids whole, and those of agents have the
     * session; empty when it may.
     */
    public Optional<String> vain() {
      return AGENT.matcher(id).matches()
          ? Optional.of(
              ("certificates of agents are for a session, so that %s revokes none: name"
                      + " agent:NAME:SESSION or a serial number, as mesh login list shows them")
                  .formatted(id))
          : Optional.empty();
    }

    @Override
    public String toString() {
      return "key id " + id;
    }
  }

  /** A key, and with it all certificates for it. */
  record Key(SshPublicKey key) implements Revocation {
    @Override
    public String toString() {
      return "key " + key.fingerprint();
    }
  }
}
