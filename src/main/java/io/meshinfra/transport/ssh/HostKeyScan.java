package io.meshinfra.transport.ssh;

import io.meshinfra.model.Printable;
import java.io.IOException;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.client.session.ClientSession.ClientSessionEvent;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.signature.BuiltinSignatures;

/**
 * Asks a machine that nobody knows yet which host keys it shows, as {@code ssh-keyscan} does.
 * Nobody logs in, and nothing is proven about who answers: a person compares the fingerprint.
 */
public final class HostKeyScan {
  /** The best first; each needs a connection of its own, since a server shows one key at a time. */
  private static final List<BuiltinSignatures> TYPES =
      List.of(BuiltinSignatures.ed25519, BuiltinSignatures.nistp256, BuiltinSignatures.rsaSHA512);

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
    try {
      Look first = look(host, port, TYPES);
      first.shown().ifPresent(all::add);
      for (BuiltinSignatures type : TYPES) {
        boolean seen = all.stream().anyMatch(key -> key.line().startsWith(keyType(type) + " "));
        if (first.offered().contains(type.getName()) && !seen) {
          look(host, port, List.of(type)).shown().ifPresent(all::add);
        }
      }
    } catch (IOException e) {
      if (all.isEmpty()) {
        return new Result.None(Printable.line(host) + ":" + port + ": " + DialFailure.text(e));
      }
    }
    return all.isEmpty()
        ? new Result.None(
            "%s:%d: it shows no host key of a type that can be pinned"
                .formatted(Printable.line(host), port))
        : new Result.Keys(all);
  }

  private static String keyType(BuiltinSignatures type) {
    return KeyUtils.getCanonicalKeyType(type.getName());
  }

  /**
   * One key exchange.
   *
   * @param offered names of all that the server could prove itself with
   */
  private record Look(Optional<Shown> shown, List<String> offered) {}

  private Look look(String host, int port, List<BuiltinSignatures> types) throws IOException {
    AtomicReference<PublicKey> shown = new AtomicReference<>();
    AtomicReference<String> offered = new AtomicReference<>("");
    try (SshClient client = SshClient.setUpDefaultClient()) {
      client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
      client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
      client.setSignatureFactories(List.copyOf(types));
      // Let in to this very moment, before any login: a refusal would be logged as a failure.
      client.setServerKeyVerifier((session, from, key) -> {
        shown.set(key);
        return true;
      });
      client.addSessionListener(new Offers(offered));
      client.start();
      try (ClientSession session =
          client.connect("nobody", host, port).verify(timeout).getSession()) {
        session.waitFor(
            EnumSet.of(ClientSessionEvent.WAIT_AUTH, ClientSessionEvent.CLOSED), timeout);
      }
    }
    return new Look(
        Optional.ofNullable(shown.get())
            .map(key -> new Shown(PublicKeyEntry.toString(key), KeyUtils.getFingerPrint(key))),
        List.of(offered.get().split(",")));
  }

  /** Hears with which keys a server could prove itself. */
  private record Offers(AtomicReference<String> names) implements SessionListener {
    @Override
    public void sessionNegotiationEnd(
        Session session,
        Map<KexProposalOption, String> client,
        Map<KexProposalOption, String> server,
        Map<KexProposalOption, String> negotiated,
        Throwable reason) {
      names.set(server.getOrDefault(KexProposalOption.SERVERKEYS, ""));
    }
  }
}
