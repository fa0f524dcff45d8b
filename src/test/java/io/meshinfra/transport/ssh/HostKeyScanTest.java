package io.meshinfra.transport.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class HostKeyScanTest {
  @TempDir Path keys;

  @Test
  void shouldTellEachKeyTheBestFirst() throws Exception {
    TestKeys ed25519 = TestKeys.make(keys, "host");
    TestKeys rsa = TestKeys.make(keys, "host-rsa", "rsa", "");
    try (TestServer server =
        new TestServer(0, List.of(rsa.pair(), ed25519.pair()), ed25519.publicLine())) {
      var result = new HostKeyScan(Duration.ofSeconds(5)).of("127.0.0.1", server.port());

      var all = assertInstanceOf(HostKeyScan.Result.Keys.class, result, result.toString()).all();
      assertEquals(2, all.size(), all.toString());
      assertTrue(ed25519.publicLine().startsWith(all.getFirst().line()), all.toString());
      assertEquals(
          KeyUtils.getFingerPrint(ed25519.pair().getPublic()), all.getFirst().fingerprint());
      assertTrue(rsa.publicLine().startsWith(all.getLast().line()), all.toString());
    }
  }

  @Test
  void shouldTellThatNobodyListens() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }

    var result = new HostKeyScan(Duration.ofSeconds(2)).of("127.0.0.1", port);

    assertEquals(new HostKeyScan.Result.None("127.0.0.1:" + port + ": connection refused"), result);
  }

  @Test
  void shouldNotWaitForSomebodyWhoSaysNothing() throws Exception {
    try (ServerSocket silent = new ServerSocket(0)) {
      var result = new HostKeyScan(Duration.ofSeconds(1)).of("127.0.0.1", silent.getLocalPort());

      assertInstanceOf(HostKeyScan.Result.None.class, result);
    }
  }
}
