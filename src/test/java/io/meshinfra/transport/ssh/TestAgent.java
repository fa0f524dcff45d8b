package io.meshinfra.transport.ssh;

import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;

/** A real {@code ssh-agent}. */
record TestAgent(Process process, Path socket) implements AutoCloseable {

  static TestAgent start(Path socket) throws Exception {
    Process process =
        new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    await().until(() -> Files.exists(socket));
    return new TestAgent(process, socket);
  }

  void add(Path key) throws Exception {
    ProcessBuilder add = new ProcessBuilder("ssh-add", "-q", key.toString());
    add.environment().put("SSH_AUTH_SOCK", socket.toString());
    if (add.inheritIO().start().waitFor() != 0) {
      throw new IllegalStateException("ssh-add failed");
    }
  }

  @Override
  public void close() throws Exception {
    process.destroy();
    process.waitFor();
  }
}
