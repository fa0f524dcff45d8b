package io.meshinfra.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.transport.SshConfigStore;
import org.eclipse.jgit.transport.sshd.JGitKeyCache;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;
import org.eclipse.jgit.transport.sshd.SshdSessionFactoryBuilder;

/** SSH with exactly one key and exactly the pinned hosts; nothing of {@code ~/.ssh} is read. */
record SshWay(SshdSessionFactory sessions, PinnedHosts hosts) implements AutoCloseable {

  /**
   * @throws IllegalArgumentException with what is missing and how to mend it
   */
  static SshWay of(SourceSettings settings) {
    Path identity =
        settings
            .sshIdentity()
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "an ssh: remote needs a key: set mesh.source.ssh-identity to the file of"
                        + " a private key without a passphrase"));
    Path known =
        settings
            .knownHosts()
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "an ssh: remote needs pinned host keys: set mesh.source.known-hosts to a"
                        + " file in the form of known_hosts (ssh-keyscan HOST makes one;"
                        + " compare its fingerprint with what the forge publishes)"));
    checkKey(identity);
    if (!Files.isReadable(known)) {
      throw new IllegalArgumentException("the file of host keys " + known + " cannot be read");
    }
    PinnedHosts hosts = new PinnedHosts(known);
    // A folder without any configuration, so that none is found by accident.
    java.io.File nowhere = settings.directory().toFile();
    SshdSessionFactory sessions =
        new SshdSessionFactoryBuilder()
            .setPreferredAuthentications("publickey")
            .setHomeDirectory(nowhere)
            .setSshDirectory(nowhere)
            .setConfigStoreFactory((home, file, user) -> new NoConfig())
            .setDefaultIdentities(home -> List.of(identity))
            .setDefaultKnownHostsFiles(home -> List.of())
            .setServerKeyDatabase((home, folder) -> hosts)
            .setConnectorFactory(null)
            .build(new JGitKeyCache());
    return new SshWay(sessions, hosts);
  }

  private static void checkKey(Path identity) {
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(identity);
      if (permissions.contains(PosixFilePermission.GROUP_READ)
          || permissions.contains(PosixFilePermission.OTHERS_READ)) {
        throw new IllegalArgumentException(
            "the private key " + identity + " is readable by others; run: chmod 600 " + identity);
      }
      if (!Files.isReadable(identity)) {
        throw new IllegalArgumentException("the private key " + identity + " cannot be read");
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "the private key " + identity + " is missing or cannot be read", e);
    }
  }

  @Override
  public void close() {
    sessions.close();
  }

  /** What {@code ~/.ssh/config} would be. */
  private static final class NoConfig implements SshConfigStore {
    @Override
    public HostConfig lookup(String host, int port, String user) {
      return EMPTY_CONFIG;
    }

    @Override
    public HostConfig lookupDefault(String host, int port, String user) {
      return EMPTY_CONFIG;
    }
  }
}
