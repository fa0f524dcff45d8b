package io.meshinfra.transport.ssh;

import io.meshinfra.model.AccessPath;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Target;
import io.meshinfra.transport.OutputBudget;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;

/** The OpenSSH server of this machine, on a port of the loopback. */
final class RealSshd implements AutoCloseable {
  private static final Path SSHD = Path.of("/usr/sbin/sshd");

  private final TestKeys hostKey;
  private final TestKeys userKey;
  private final int port;
  private final Process process;

  private RealSshd(TestKeys hostKey, TestKeys userKey, int port, Process process) {
    this.hostKey = hostKey;
    this.userKey = userKey;
    this.port = port;
    this.process = process;
  }

  static boolean isInstalled() {
    return Files.isExecutable(SSHD);
  }

  /**
   * @param more lines of its configuration
   */
  static RealSshd start(Path home, String... more) throws Exception {
    TestKeys hostKey = TestKeys.make(home, "host");
    TestKeys userKey = TestKeys.make(home, "user");
    int port = freePort();
    Path config =
        Files.writeString(
            home.resolve("sshd_config"),
            """
            Port %d
            ListenAddress 127.0.0.1
            HostKey %s
            AuthorizedKeysFile %s
            PidFile none
            StrictModes no
            UsePAM no
            PasswordAuthentication no
            %s
            """
                .formatted(port, hostKey.file(), userKey.file() + ".pub", String.join("\n", more)));
    if (System.getProperty("user.name").equals("root")) {
      Files.createDirectories(Path.of("/run/sshd"));
    }
    Process process =
        new ProcessBuilder(
                SSHD.toString(), "-D", "-f", config + "", "-E", home.resolve("sshd.log") + "")
            .start();
    RealSshd sshd = new RealSshd(hostKey, userKey, port, process);
    Awaitility.await().until(sshd::listens);
    return sshd;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private boolean listens() {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** A hub that has the key for it. */
  SshTransport transport() {
    return new SshTransport(
        SshSettings.of(List.of(userKey.file()), Optional.empty()), new OutputBudget());
  }

  Target target(String user, Target.Become become) {
    return new Target(
        new NodeName("real"),
        List.of(AccessPath.ssh("lan", "127.0.0.1", port)),
        List.of(hostKey.publicLine()),
        user,
        become);
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroy();
  }
}
