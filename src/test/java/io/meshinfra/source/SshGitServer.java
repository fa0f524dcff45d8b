package io.meshinfra.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;

/** An SSH server that lets one key in and serves repositories with the real git. */
final class SshGitServer implements AutoCloseable {
  private final SshServer server = SshServer.setUpDefaultServer();
  private final Path folder;
  private final KeyPair client = keyPair();

  SshGitServer(Path folder) throws Exception {
    this.folder = folder;
    KeyPair host = keyPair();
    server.setHost("127.0.0.1");
    server.setKeyPairProvider(KeyPairProvider.wrap(host));
    server.setPublickeyAuthenticator(
        (user, key, session) -> KeyUtils.compareKeys(key, client.getPublic()));
    server.setCommandFactory((channel, line) -> new GitCommand(line));
    server.start();
    writeKey(client, identity());
    pin(host);
  }

  static KeyPair keyPair() {
    try {
      return KeyPairGenerator.getInstance("EC").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static void writeKey(KeyPair pair, Path file) throws IOException, GeneralSecurityException {
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (OutputStream out = Files.newOutputStream(file)) {
      OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, "hub", null, out);
    }
  }

  void pin(KeyPair host) throws IOException {
    Files.writeString(
        knownHosts(),
        "[127.0.0.1]:" + port() + " " + PublicKeyEntry.toString(host.getPublic()) + "\n");
  }

  int port() {
    return server.getPort();
  }

  Path identity() {
    return folder.resolve("id");
  }

  Path knownHosts() {
    return folder.resolve("hosts");
  }

  String url(Path repository) {
    return "ssh://git@127.0.0.1:" + port() + repository;
  }

  @Override
  public void close() throws IOException {
    server.stop(true);
  }

  /** {@code git-upload-pack 'PATH'} or {@code git-receive-pack 'PATH'}, and nothing else. */
  private static final class GitCommand implements Command {
    private static final Pattern FORM = Pattern.compile("git-(upload-pack|receive-pack) '(.*)'");

    private final String verb;
    private final String path;
    private InputStream in;
    private OutputStream out;
    private OutputStream err;
    private ExitCallback exit;

    GitCommand(String line) {
      Matcher asked = FORM.matcher(line);
      if (!asked.matches()) {
        throw new IllegalArgumentException(line);
      }
      this.verb = asked.group(1);
      this.path = asked.group(2);
    }

    @Override
    public void start(ChannelSession channel, Environment environment) throws IOException {
      Process git = new ProcessBuilder(List.of("git", verb, path)).start();
      Thread.ofVirtual().start(() -> copy(in, git.getOutputStream(), true));
      Thread errors = Thread.ofVirtual().start(() -> copy(git.getErrorStream(), err, false));
      Thread.ofVirtual()
          .start(() -> {
            copy(git.getInputStream(), out, false);
            try {
              errors.join();
              exit.onExit(git.waitFor());
            } catch (InterruptedException e) {
              exit.onExit(1);
            }
          });
    }

    private static void copy(InputStream from, OutputStream to, boolean close) {
      byte[] buffer = new byte[8192];
      try {
        for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
          to.write(buffer, 0, n);
          to.flush();
        }
        if (close) {
          to.close();
        }
      } catch (IOException e) {
        // The other side went away, which the client notices.
        return;
      }
    }

    @Override
    public void destroy(ChannelSession channel) {
      // Git ends when its input does.
    }

    @Override
    public void setInputStream(InputStream stream) {
      in = stream;
    }

    @Override
    public void setOutputStream(OutputStream stream) {
      out = stream;
    }

    @Override
    public void setErrorStream(OutputStream stream) {
      err = stream;
    }

    @Override
    public void setExitCallback(ExitCallback callback) {
      exit = callback;
    }
  }
}
