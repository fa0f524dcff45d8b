package io.meshinfra.transport.ssh;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.sshd.client.ClientFactoryManager;
import org.apache.sshd.client.session.ClientSessionImpl;
import org.apache.sshd.client.session.SessionFactory;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.io.IoSession;

/**
 * Sessions that ask a server only for host keys of the pinned types, so that a server with several
 * host keys shows the pinned one.
 */
final class PinnedSessions extends SessionFactory {

  PinnedSessions(ClientFactoryManager client) {
    super(client);
  }

  @Override
  protected ClientSessionImpl doCreateSession(IoSession link) throws Exception {
    return new ClientSessionImpl(getClient(), link) {
      @Override
      protected String resolveAvailableSignaturesProposal(FactoryManager manager) {
        String all = super.resolveAvailableSignaturesProposal(manager);
        Set<String> wanted = Dial.of(this).map(dial -> dial.pinned().algorithms()).orElse(Set.of());
        return wanted.isEmpty()
            ? all
            : Arrays.stream(all.split(","))
                .filter(wanted::contains)
                .collect(Collectors.joining(","));
      }
    };
  }
}
