package io.meshinfra.transport.ssh;

import io.meshinfra.model.Printable;
import java.io.IOException;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.client.session.ClientSession.ClientSessionEvent;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.signature.BuiltinSignatures;

/**
 * Asks a machine that nobody knows yet which host keys it shows, as {@code ssh-keyscan} does. Nobody
 * logs in, and nothing is proven about who answers: a person compares the fingerprint.
 */
public final class HostKeyScan {
  /** The best first; each needs a connection of its own, since a server shows one key at a time. */
  private static final List<BuiltinSignatures> TYPES =
      List.of(
          BuiltinSignatures.ed25519, BuiltinSignatures.nistp256, BuiltinSignatures.rsaSHA512);

  private final Duration timeout;

  /**
   * @param timeout for each of the connections, and for each key exchange
   */
  public HostKeyScan(Duration timeout) {
    this.timeout = timeout;
  }

  /**
   * A key that was shown.
   *
   * @param line as manifests pin it: {@code ssh-ed25519 AAAA...}
   * @param fingerprint as {@code ssh-keygen -lf} prints it: {@code SHA256:...}
   */
  public record Shown(String line, String fingerprint) {}

  /** What came of it. */
  public sealed interface Result {
    /** The keys, the best first; at least one. */
    record Keys(List<Shown> all) implements Result {
      public Keys {
        all = List.copyOf(all);
      }
    }

    record None(String reason) implements Result {}
  }

  public Result of(String host, int port) {
    List<Shown> all = new ArrayList<>();
    Optional<String> trouble = Optional.empty();
    for (BuiltinSignatures type : TYPES) {
      try {
        one(host, port, type).ifPresent(all::add);
      } catch (IOException e) {
        trouble = Optional.of(DialFailure.text(e));
        if (all.isEmpty()) {
          break; // nobody is there; two more timeouts would tell no more
        }
      }
    }
    String reason = trouble.orElse("it shows no host key of a type that can be pinned");
    return all.isEmpty()
        ? new Result.None(Printable.line(host) + ":" + port + ": " + reason)
        : new Result.Keys(all);
  }

  private Optional<Shown> one(String host, int port, BuiltinSignatures type) throws IOException {
    AtomicReference<PublicKey> shown = new AtomicReference<>();
    try (SshClient client = SshClient.setUpDefaultClient()) {
      client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
      client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
      client.setSignatureFactories(List.of(type));
      client.setServerKeyVerifier((session, from, key) -> {
        shown.set(key);
        return false;
      });
      client.start();
      try (ClientSession session =
          client.connect("nobody", host, port).verify(timeout).getSession()) {
        session.waitFor(EnumSet.of(ClientSessionEvent.CLOSED), timeout);
      }
    }
    PublicKey key = shown.get();
    return key == null
        ? Optional.empty()
        : Optional.of(
            new Shown(
                PublicKeyEntry.toString(key),
                KeyUtils.getFingerPrint(key)));
  }
}
