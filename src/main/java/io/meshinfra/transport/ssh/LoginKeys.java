package io.meshinfra.transport.ssh;

import java.util.List;
import java.util.Optional;
import org.apache.sshd.agent.SshAgent;
import org.apache.sshd.agent.SshAgentFactory;
import org.apache.sshd.agent.SshAgentServer;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.session.Session;

/** Gives each login its keys; never forwards an agent to a node. */
final class LoginKeys implements SshAgentFactory {
  private final KeyFiles files;
  private final SshSettings settings;

  LoginKeys(SshSettings settings) {
    this.settings = settings;
    this.files = new KeyFiles(settings);
  }

  /** Reads the key files now, so that no thread of the network does it. */
  void load() {
    files.keys(problem -> {});
  }

  @Override
  public SshAgent createClient(Session session, FactoryManager manager) {
    Dial dial = Dial.of(session).orElseThrow();
    Optional<AgentSocket> agent =
        settings.agentSocket().map(socket -> new AgentSocket(socket, settings.authTimeout()));
    return new OfferedKeys(files.keys(dial::remark), agent, dial);
  }

  @Override
  public List<ChannelFactory> getChannelForwardingFactories(FactoryManager manager) {
    return List.of();
  }

  @Override
  public SshAgentServer createServer(ConnectionService service) {
    throw new UnsupportedOperationException("no agent is ever forwarded");
  }
}
