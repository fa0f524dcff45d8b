package io.meshinfra.transport.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A link that can be cut, and one that can go dead without a word. */
final class TestProxy implements AutoCloseable {
  private final ServerSocket server;
  private final int to;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private volatile boolean dead;

  TestProxy(int to) throws IOException {
    this(0, to);
  }

  TestProxy(int port, int to) throws IOException {
    this.to = to;
    this.server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  void cut() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    sockets.clear();
  }

  void goDead() {
    dead = true;
  }

  private void accept() {
    try {
      while (true) {
        Socket near = server.accept();
        Socket far = new Socket(InetAddress.getLoopbackAddress(), to);
        sockets.addAll(List.of(near, far));
        Thread.ofVirtual().start(() -> pump(near, far));
        Thread.ofVirtual().start(() -> pump(far, near));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void pump(Socket from, Socket into) {
    byte[] buffer = new byte[8192];
    try (from;
        into) {
      InputStream in = from.getInputStream();
      int got;
      while ((got = in.read(buffer)) >= 0) {
        if (!dead) {
          into.getOutputStream().write(buffer, 0, got);
          into.getOutputStream().flush();
        }
      }
    } catch (IOException e) {
      // cut
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    cut();
  }
}
