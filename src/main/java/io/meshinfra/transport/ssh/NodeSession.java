package io.meshinfra.transport.ssh;

import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.apache.sshd.client.ClientFactoryManager;
import org.apache.sshd.client.session.ClientSessionImpl;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.util.Readable;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * A session with a node that says hello at once and goes on with the key exchange when it is its
 * turn: a thousand key exchanges at the same time would let all of them time out.
 *
 * <p>It asks only for host keys of the pinned types, so that a server with several host keys shows
 * the pinned one.
 */
final class NodeSession extends ClientSessionImpl {
  private final ReentrantLock order = new ReentrantLock();
  private final CountDownLatch firstWord = new CountDownLatch(1);
  private final ByteArrayBuffer early = new ByteArrayBuffer();
  private boolean itsTurn;
  private volatile long lastWord;

  NodeSession(ClientFactoryManager client, IoSession link) throws Exception {
    super(client, link);
    addCloseFutureListener(closed -> firstWord.countDown());
  }

  /** Keeps what comes before its turn, which is one read at most. */
  @Override
  public void messageReceived(Readable bytes) throws Exception {
    order.lock();
    try {
      if (itsTurn) {
        super.messageReceived(bytes);
        lastWord = System.nanoTime();
      } else {
        getIoSession().suspendRead();
        early.putBuffer(bytes);
        firstWord.countDown();
      }
    } finally {
      order.unlock();
    }
  }

  /**
   * Waits until the other side says something or hangs up.
   *
   * @return false if it does neither in time
   */
  boolean awaitFirstWord(Duration longest) throws InterruptedException {
    return firstWord.await(longest.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** It is its turn: reads on, beginning with what was kept. */
  void goOn() {
    order.lock();
    try {
      itsTurn = true;
      if (early.available() > 0) {
        super.messageReceived(early);
      }
    } catch (Exception e) {
      exceptionCaught(e); // as if it had come just now
    } finally {
      lastWord = System.nanoTime();
      order.unlock();
    }
    getIoSession().resumeRead();
  }

  /** How long ago the last word was taken in, which is when we answered it. */
  Duration silence() {
    return Duration.ofNanos(System.nanoTime() - lastWord);
  }

  @Override
  protected String resolveAvailableSignaturesProposal(FactoryManager manager) {
    String all = super.resolveAvailableSignaturesProposal(manager);
    Set<String> wanted = Dial.of(this).map(dial -> dial.pinned().algorithms()).orElse(Set.of());
    return wanted.isEmpty()
        ? all
        : Arrays.stream(all.split(",")).filter(wanted::contains).collect(Collectors.joining(","));
  }
}
