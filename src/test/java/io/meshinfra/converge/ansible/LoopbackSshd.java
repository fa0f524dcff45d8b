package io.meshinfra.converge.ansible;

import io.meshinfra.model.AccessPath;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A real OpenSSH server on loopback with a configuration, keys and a port of its own. */
final class LoopbackSshd implements AutoCloseable {
  private final Path folder;
  private final int port;
  private final Process process;

  private LoopbackSshd(Path folder, int port, Process process) {
    this.folder = folder;
    this.port = port;
    this.process = process;
  }

  static LoopbackSshd start(Path folder) throws IOException, InterruptedException {
    Files.createDirectories(Path.of("/run/sshd"));
    keygen(folder.resolve("host"));
    keygen(folder.resolve("identity"));
    Files.copy(folder.resolve("identity.pub"), folder.resolve("authorized_keys"));
    int port = freePort();
    Files.writeString(
        folder.resolve("sshd_config"),
        """
        Port %d
        ListenAddress 127.0.0.1
        HostKey %s/host
        AuthorizedKeysFile %s/authorized_keys
        PidFile none
        UsePAM no
        StrictModes no
        PermitRootLogin prohibit-password
        PasswordAuthentication no
        """
            .formatted(port, folder, folder));
    Process process =
        new ProcessBuilder(
                "/usr/sbin/sshd", "-D", "-f", folder + "/sshd_config", "-E", folder + "/log")
            .start();
    LoopbackSshd sshd = new LoopbackSshd(folder, port, process);
    Awaitility.await().atMost(Duration.ofSeconds(10)).until(sshd::answers);
    return sshd;
  }

  static void keygen(Path file) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", file.toString())
            .inheritIO()
            .start();
    if (!process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IllegalStateException("ssh-keygen failed");
    }
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private boolean answers() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  Path identity() {
    return folder.resolve("identity");
  }

  AccessPath path() {
    return AccessPath.ssh("lan", "127.0.0.1", port);
  }

  String hostKey() throws IOException {
    return Files.readString(folder.resolve("host.pub")).strip();
  }

  Target target() throws IOException {
    return target(List.of(path()), hostKey());
  }

  Target target(List<AccessPath> access, String hostKey) {
    return new Target(new NodeName("hub"), access, List.of(hostKey), "root", Target.Become.NONE);
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
