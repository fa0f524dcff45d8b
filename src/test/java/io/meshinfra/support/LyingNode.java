package io.meshinfra.support;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;

/**
 * A node that somebody else owns: an SSH server in this process that takes every script, runs none
 * of them, and answers what it likes.
 */
public final class LyingNode implements AutoCloseable {
  private final SshServer server = SshServer.setUpDefaultServer();
  private final KeyPair host;
  private volatile Lies lies = (script, out) -> {};

  /** What it answers to a script. */
  public interface Lies {
    /**
     * @param out to the hub; throws when the hub has had enough
     */
    void answer(String script, OutputStream out) throws IOException;
  }

  /**
   * @param key public key of the hub, as in authorized_keys
   */
  public LyingNode(Path key) throws Exception {
    PublicKey allowed =
        PublicKeyEntry.parsePublicKeyEntry(Files.readString(key).strip())
            .resolvePublicKey(null, null, null);
    host = KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256);
    server.setHost("127.0.0.1");
    server.setKeyPairProvider(KeyPairProvider.wrap(host));
    server.setPublickeyAuthenticator((user, given, s) -> KeyUtils.compareKeys(given, allowed));
    server.setCommandFactory((channel, line) -> new Liar());
    CoreModuleProperties.IDLE_TIMEOUT.set(server, Duration.ZERO);
    server.start();
  }

  public void tell(Lies what) {
    lies = what;
  }

  /** Its manifest, without resources. */
  public String manifest(String name) {
    return """
    apiVersion: mesh-infra/v1
    kind: Node
    metadata: {name: %s}
    spec:
      access: [{ssh: {host: 127.0.0.1, port: %d, name: loop}}]
      hostKeys: ["%s"]
      user: mesh-ops
      become: sudo
    """
        .formatted(name, server.getPort(), PublicKeyEntry.toString(host.getPublic()));
  }

  @Override
  public void close() throws IOException {
    server.stop(true);
  }

  /** One script of the hub and the answer to it. */
  private final class Liar implements Command {
    private InputStream in;
    private OutputStream out;
    private ExitCallback exit;

    @Override
    public void setInputStream(InputStream stream) {
      in = new BufferedInputStream(stream);
    }

    @Override
    public void setOutputStream(OutputStream stream) {
      out = stream;
    }

    @Override
    public void setErrorStream(OutputStream stream) {}

    @Override
    public void setExitCallback(ExitCallback callback) {
      exit = callback;
    }

    @Override
    public void start(ChannelSession channel, Environment environment) {
      Thread.ofVirtual().start(this::answer);
    }

    private void answer() {
      try {
        String script = new String(in.readNBytes(length()), StandardCharsets.UTF_8);
        out.write("\nmesh-begin\n".getBytes(StandardCharsets.UTF_8));
        lies.answer(script, out);
        out.flush();
        exit.onExit(0);
      } catch (IOException hadEnough) {
        exit.onExit(1);
      }
    }

    /** The first line of what is sent. */
    private int length() throws IOException {
      int bytes = 0;
      for (int digit = in.read(); digit >= '0' && digit <= '9'; digit = in.read()) {
        bytes = bytes * 10 + digit - '0';
      }
      return bytes;
    }

    @Override
    public void destroy(ChannelSession channel) {}
  }
}
