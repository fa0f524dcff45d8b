package io.meshinfra.transport.ssh;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Accepts connections, says its first words, if any, and nothing after that. */
final class HalfDeadServer implements AutoCloseable {
  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final List<Socket> accepted = new CopyOnWriteArrayList<>();
  private final byte[] words;

  HalfDeadServer(String words) throws IOException {
    this.words = words.getBytes(StandardCharsets.US_ASCII);
    Thread.ofVirtual().start(this::accept);
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        socket.getOutputStream().write(words);
        accepted.add(socket);
      }
    } catch (IOException e) {
      return; // closed, at the end of the test
    }
  }

  int port() {
    return server.getLocalPort();
  }

  int callers() {
    return accepted.size();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : accepted) {
      socket.close();
    }
  }
}
