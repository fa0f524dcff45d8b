package io.meshinfra.transport.ssh;

import io.meshinfra.model.AccessPath;
import io.meshinfra.transport.Reply;
import org.apache.sshd.client.session.ClientSession;

/** How an attempt to connect to a node ended. */
sealed interface Dialed {

  /** We are logged in. */
  record Open(ClientSession session, AccessPath over, Dial dial) implements Dialed {}

  /** No access path works; the reply tells why, path by path. */
  record NoWay(Reply reply) implements Dialed {}
}
