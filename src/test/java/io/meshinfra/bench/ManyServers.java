package io.meshinfra.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
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
 * Many SSH servers in one process, each with an address of its own (127.1.x.y), that answer every
 * probe with what a real node answered to the same script: so that the hub is measured and not a
 * thousand shells.
 *
 * <p>Arguments: how many, public key of the client, file with the answer of a real node, file to
 * write the Node manifests to. Prints {@code ready} and runs until its standard input ends.
 */
public final class ManyServers {
  private static final Pattern LENGTH = Pattern.compile("head -c ([0-9]+)");
  private static final Pattern MARKER = Pattern.compile("@mesh-[0-9a-f]{16}");

  private ManyServers() {}

  public static void main(String[] args) throws Exception {
    int count = Integer.parseInt(args[0]);
    PublicKey client =
        PublicKeyEntry.parsePublicKeyEntry(Files.readString(Path.of(args[1])).strip())
            .resolvePublicKey(null, null, null);
    KeyPair host = KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256);
    List<String> addresses =
        IntStream.rangeClosed(1, count).mapToObj(ManyServers::address).toList();
    SshServer server = server(client, host, Files.readString(Path.of(args[2])));
    server.setHost(String.join(",", addresses));
    server.start();
    Files.writeString(
        Path.of(args[3]),
        manifests(addresses, server.getPort(), PublicKeyEntry.toString(host.getPublic())));
    System.out.println("ready");
    while (System.in.read() >= 0) {
      // until whoever started this has gone
    }
    System.exit(0);
  }

  private static String address(int number) {
    return "127.1." + number / 250 + "." + (number % 250 + 1);
  }

  private static SshServer server(PublicKey client, KeyPair host, String answer) {
    SshServer server = SshServer.setUpDefaultServer();
    server.setKeyPairProvider(KeyPairProvider.wrap(host));
    server.setPublickeyAuthenticator((user, key, session) -> KeyUtils.compareKeys(key, client));
    server.setCommandFactory((channel, line) -> new Canned(line, answer));
    CoreModuleProperties.TCP_NODELAY.set(server, true);
    CoreModuleProperties.IDLE_TIMEOUT.set(server, java.time.Duration.ZERO);
    return server;
  }

  private static String manifests(List<String> addresses, int port, String key) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < addresses.size(); i++) {
      text.append(
          """
          ---
          apiVersion: mesh-infra/v1
          kind: Node
          metadata: {name: s%d}
          spec:
            access: [{ssh: {host: %s, port: %d, name: loop}}]
            hostKeys: ["%s"]
            user: mesh-ops
            become: sudo
          """
              .formatted(i + 1, addresses.get(i), port, key));
    }
    return text.toString();
  }

  /** Reads the script, answers with the recorded lines under its marker. */
  private static final class Canned implements Command {
    private final String line;
    private final String answer;
    private InputStream in;
    private OutputStream out;
    private ExitCallback exit;

    Canned(String line, String answer) {
      this.line = line;
      this.answer = answer;
    }

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
        Matcher length = LENGTH.matcher(line);
        int bytes = length.find() ? Integer.parseInt(length.group(1)) : 0;
        String script = new String(in.readNBytes(bytes), StandardCharsets.UTF_8);
        Matcher marker = MARKER.matcher(script);
        String own = marker.find() ? marker.group() : "@mesh-0000000000000000";
        out.write(MARKER.matcher(answer).replaceAll(own).getBytes(StandardCharsets.UTF_8));
        out.flush();
        exit.onExit(0);
      } catch (IOException e) {
        exit.onExit(1, e.toString());
      }
    }

    @Override
    public void destroy(ChannelSession channel) {}
  }
}
