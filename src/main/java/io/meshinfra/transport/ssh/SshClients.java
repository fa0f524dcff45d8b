package io.meshinfra.transport.ssh;

import java.time.Duration;
import java.util.List;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;

/** Builds the SSH client: public keys only, nothing read from the operator's {@code ~/.ssh}. */
final class SshClients {
  private static final int UNANSWERED_HEARTBEATS = 2;

  private SshClients() {}

  static SshClient start(SshSettings settings, LoginKeys keys) {
    SshClient client = SshClient.setUpDefaultClient();
    client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
    client.setServerKeyVerifier(Dial::verify);
    client.setSessionFactory(new PinnedSessions(client));
    client.addSessionListener(new Dial.Listener());
    client.setAgentFactory(keys);
    client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
    client.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
    client.setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
    CoreModuleProperties.TCP_NODELAY.set(client, true); // without it, 20 scripts/s instead of 290
    CoreModuleProperties.SOCKET_KEEPALIVE.set(client, true);
    CoreModuleProperties.HEARTBEAT_INTERVAL.set(client, settings.heartbeat());
    CoreModuleProperties.HEARTBEAT_REQUEST.set(client, "keepalive@openssh.com");
    CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(client, UNANSWERED_HEARTBEATS);
    CoreModuleProperties.IDLE_TIMEOUT.set(client, Duration.ZERO);
    CoreModuleProperties.IO_CONNECT_TIMEOUT.set(client, settings.connectTimeout());
    client.start();
    return client;
  }
}
