package io.meshinfra.transport.ssh;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.List;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;

/** Key pairs made by the real {@code ssh-keygen}. */
record TestKeys(Path file, String publicLine) {

  static TestKeys make(Path directory, String name, String type, String passphrase)
      throws Exception {
    Path file = directory.resolve(name);
    run(List.of("ssh-keygen", "-q", "-t", type, "-N", passphrase, "-C", name, "-f", file + ""));
    return new TestKeys(file, Files.readString(directory.resolve(name + ".pub")).strip());
  }

  static TestKeys make(Path directory, String name) throws Exception {
    return make(directory, name, "ed25519", "");
  }

  KeyPair pair() throws Exception {
    FileKeyPairProvider provider = new FileKeyPairProvider(file);
    provider.setPasswordFinder(FilePasswordProvider.EMPTY);
    return provider.loadKeys(null).iterator().next();
  }

  String fingerprint() throws Exception {
    return HostKeys.fingerprint(
        PublicKeyEntry.parsePublicKeyEntry(publicLine).resolvePublicKey(null, null, null));
  }

  static void run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(command + ": " + said);
    }
  }
}
