package io.meshinfra.source;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Accepts connections and never says a word, or one byte now and then. */
final class SilentServer implements AutoCloseable {
  private final ServerSocket server;
  private final List<Socket> accepted = new CopyOnWriteArrayList<>();

  SilentServer(String trickle) throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(() -> accept(trickle));
  }

  private void accept(String trickle) {
    try {
      while (true) {
        Socket socket = server.accept();
        accepted.add(socket);
        Thread.ofVirtual().start(() -> send(socket, trickle));
      }
    } catch (IOException e) {
      // Closed, at the end of the test.
      return;
    }
  }

  private static void send(Socket socket, String trickle) {
    try {
      for (byte b : trickle.getBytes(java.nio.charset.StandardCharsets.US_ASCII)) {
        socket.getOutputStream().write(b);
        // Waits as a slow server does; the test does not wait for it.
        synchronized (socket) {
          socket.wait(100);
        }
      }
    } catch (IOException | InterruptedException e) {
      // The client gave up, as it should.
      return;
    }
  }

  int port() {
    return server.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : accepted) {
      socket.close();
    }
  }
}
