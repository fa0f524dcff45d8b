package io.meshinfra.transport.ssh;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.client.ClientFactoryManager;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSessionImpl;
import org.apache.sshd.client.session.SessionFactory;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.io.IoServiceFactory;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactory;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactoryFactory;
import org.apache.sshd.common.kex.KeyExchangeFactory;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.threads.SshThreadPoolExecutor;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;

/** Builds the SSH client: public keys only, nothing read from the operator's {@code ~/.ssh}. */
final class SshClients {
  private static final int UNANSWERED_HEARTBEATS = 2;

  /**
   * Bytes of a channel that a node may send before they are read; with the library's 2 MiB a
   * thousand nodes could fill the memory of the hub.
   */
  private static final long WINDOW = 64 * 1024;

  private SshClients() {}

  static SshClient start(SshSettings settings, LoginKeys keys) {
    SshClient client = SshClient.setUpDefaultClient();
    client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
    client.setServerKeyVerifier(Dial::verify);
    client.setSessionFactory(new NodeSessions(client));
    client.addSessionListener(new Dial.Listener());
    client.setAgentFactory(keys);
    client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
    client.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
    client.setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
    client.setSignatureFactories(plainKeys(client.getSignatureFactories()));
    client.setKeyExchangeFactories(cheapFirst(client.getKeyExchangeFactories()));
    client.setIoServiceFactoryFactory(new Network());
    CoreModuleProperties.TCP_NODELAY.set(client, true); // without it, 20 scripts/s instead of 290
    CoreModuleProperties.WINDOW_SIZE.set(client, WINDOW);
    CoreModuleProperties.SOCKET_KEEPALIVE.set(client, true);
    CoreModuleProperties.HEARTBEAT_INTERVAL.set(client, settings.heartbeat());
    CoreModuleProperties.HEARTBEAT_REQUEST.set(client, "keepalive@openssh.com");
    CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(client, UNANSWERED_HEARTBEATS);
    CoreModuleProperties.IDLE_TIMEOUT.set(client, Duration.ZERO);
    client.start();
    return client;
  }

  /** A node that has a certificate shows its key itself, so that the pinned one is found again. */
  private static List<NamedFactory<Signature>> plainKeys(List<NamedFactory<Signature>> all) {
    return all.stream().filter(one -> !one.getName().contains("-cert-")).toList();
  }

  /**
   * ML-KEM with X25519 costs the hub 0.5 ms for each connection, sntrup761 10 ms, and both are safe
   * from a quantum computer to come. OpenSSH has the former since 9.9 and the latter since 8.5.
   */
  private static List<KeyExchangeFactory> cheapFirst(List<KeyExchangeFactory> all) {
    List<KeyExchangeFactory> sorted = new ArrayList<>(all);
    sorted.sort(Comparator.comparing(one -> !one.getName().equals("mlkem768x25519-sha256")));
    return sorted;
  }

  /**
   * The library waits for each TCP connection in a thread of a pool that has as many of them as the
   * machine has cores; so a few nodes that are away would keep all others waiting. Virtual threads
   * need no limit.
   */
  private static final class Network extends Nio2ServiceFactoryFactory {
    @Override
    public IoServiceFactory create(FactoryManager client) {
      ThreadFactory threads = Thread.ofVirtual().name("ssh-connect-", 0).factory();
      return new Nio2ServiceFactory(
          client,
          null,
          new SshThreadPoolExecutor(
              0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), threads));
    }
  }

  /** Makes the sessions of the client. */
  private static final class NodeSessions extends SessionFactory {
    NodeSessions(ClientFactoryManager client) {
      super(client);
    }

    @Override
    protected ClientSessionImpl doCreateSession(IoSession link) throws Exception {
      return new NodeSession(getClient(), link);
    }
  }
}
