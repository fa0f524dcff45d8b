package io.meshinfra.transport.ssh;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.sshd.agent.common.AbstractAgentProxy;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * Client of an SSH agent at a Unix domain socket: one connection for each request, with a bounded
 * answer in a bounded time.
 */
final class AgentSocket extends AbstractAgentProxy {
  private static final int LARGEST_ANSWER = 256 * 1024; // as in OpenSSH

  private final Path socket;
  private final Duration timeout;

  AgentSocket(Path socket, Duration timeout) {
    super(null);
    this.socket = socket;
    this.timeout = timeout;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  protected Buffer request(Buffer request) throws IOException {
    long deadline = System.nanoTime() + timeout.toNanos();
    try (SocketChannel agent = SocketChannel.open(StandardProtocolFamily.UNIX);
        Selector selector = Selector.open()) {
      agent.connect(UnixDomainSocketAddress.of(socket));
      agent.configureBlocking(false);
      SelectionKey key = agent.register(selector, 0);
      ByteBuffer question = ByteBuffer.wrap(request.array(), request.rpos(), request.available());
      while (question.hasRemaining()) {
        await(key, SelectionKey.OP_WRITE, deadline);
        agent.write(question);
      }
      int length = read(key, 4, deadline).getInt();
      if (length < 1 || length > LARGEST_ANSWER) {
        throw new IOException("it answered with a message of " + length + " bytes");
      }
      return new ByteArrayBuffer(read(key, length, deadline).array());
    }
  }

  private ByteBuffer read(SelectionKey key, int length, long deadline) throws IOException {
    ByteBuffer answer = ByteBuffer.allocate(length);
    while (answer.hasRemaining()) {
      await(key, SelectionKey.OP_READ, deadline);
      if (((SocketChannel) key.channel()).read(answer) < 0) {
        throw new EOFException("it ended the connection");
      }
    }
    return answer.flip();
  }

  private void await(SelectionKey key, int operation, long deadline) throws IOException {
    key.interestOps(operation);
    long left = (deadline - System.nanoTime()) / 1_000_000;
    if (left <= 0 || key.selector().select(left) == 0) {
      throw new IOException("it did not answer in time");
    }
    key.selector().selectedKeys().clear();
  }
}
