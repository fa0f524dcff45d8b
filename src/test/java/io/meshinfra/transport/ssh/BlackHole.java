package io.meshinfra.transport.ssh;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** A port whose queue is full, so that the system drops further connections without a word. */
final class BlackHole implements AutoCloseable {
  private static final int ENOUGH_TO_FILL_IT = 16;

  private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  private final List<SocketChannel> filling = new ArrayList<>();

  BlackHole() throws IOException {
    for (int i = 0; i < ENOUGH_TO_FILL_IT; i++) {
      SocketChannel channel = SocketChannel.open();
      channel.configureBlocking(false);
      channel.connect(server.getLocalSocketAddress());
      filling.add(channel);
    }
  }

  int port() {
    return server.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    for (SocketChannel channel : filling) {
      channel.close();
    }
    server.close();
  }
}
