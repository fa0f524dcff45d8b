package io.meshinfra.transport.ssh;

import java.io.IOException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelListener;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.shell.ProcessShellFactory;

/** An SSH server in this process that really runs {@code sh}. */
final class TestServer implements AutoCloseable {
  final AtomicInteger logins = new AtomicInteger();

  /** Those whose keys are exchanged and who are not in yet. */
  private final AtomicInteger loggingIn = new AtomicInteger();

  final AtomicInteger mostLoggingIn = new AtomicInteger();
  final AtomicReference<String> keyExchange = new AtomicReference<>("");
  final AtomicInteger channels = new AtomicInteger();
  final AtomicInteger mostChannels = new AtomicInteger();

  /** Shell text before every command, as of a login shell. */
  volatile String before = "";

  private final SshServer server = SshServer.setUpDefaultServer();

  TestServer(int port, List<KeyPair> hostKeys, String userKey) throws Exception {
    PublicKey allowed =
        PublicKeyEntry.parsePublicKeyEntry(userKey).resolvePublicKey(null, null, null);
    server.setHost("127.0.0.1");
    server.setPort(port);
    server.setKeyPairProvider(KeyPairProvider.wrap(hostKeys));
    server.setPublickeyAuthenticator((user, key, session) -> KeyUtils.compareKeys(key, allowed));
    server.setCommandFactory((channel, command) -> shell(before + command).createShell(channel));
    server.addSessionListener(
        new SessionListener() {
          @Override
          public void sessionEvent(Session session, Event event) {
            switch (event) {
              case KeyEstablished -> {
                keyExchange.set(session.getNegotiatedKexParameter(KexProposalOption.ALGORITHMS));
                mostLoggingIn.accumulateAndGet(loggingIn.incrementAndGet(), Math::max);
              }
              case Authenticated -> {
                loggingIn.decrementAndGet();
                logins.incrementAndGet();
              }
              default -> {}
            }
          }
        });
    server.addChannelListener(new Counter());
    server.start();
  }

  private static ProcessShellFactory shell(String line) {
    return new ProcessShellFactory(line, "sh", "-c", line);
  }

  int port() {
    return server.getPort();
  }

  /** Connections that are open. */
  int sessions() {
    return server.getActiveSessions().size();
  }

  /** Ends the connections without a word. */
  void dropConnections() {
    server.getActiveSessions().forEach(session -> session.close(true));
  }

  @Override
  public void close() throws IOException {
    server.stop(true);
  }

  private final class Counter implements ChannelListener {
    @Override
    public void channelOpenSuccess(Channel channel) {
      int now = channels.incrementAndGet();
      mostChannels.accumulateAndGet(now, Math::max);
    }

    @Override
    public void channelClosed(Channel channel, Throwable reason) {
      channels.decrementAndGet();
    }
  }
}
