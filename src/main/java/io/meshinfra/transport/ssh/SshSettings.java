package io.meshinfra.transport.ssh;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * How the hub uses SSH.
 *
 * @param identities private key files, offered in this order and before the agent's keys
 * @param passphrase of an encrypted key file; asked once for each file
 * @param agentSocket socket of an SSH agent, as in {@code SSH_AUTH_SOCK}
 * @param connectTimeout for the TCP connection of one access path, name look-up included
 * @param authTimeout longest silence of a node between the TCP connection and the accepted login;
 *     three times that for all of it, waits of the hub itself excluded
 * @param heartbeat between two signs of life of an idle connection; two without an answer, and the
 *     link counts as lost
 * @param maxChannels scripts at a time on one node; OpenSSH allows 10 by default (MaxSessions)
 * @param maxConnects key exchanges and logins at a time, so that a restart of the hub does not
 *     starve itself: one costs some 3 ms of CPU, and more than ten times that while the code is
 *     cold
 */
public record SshSettings(
    List<Path> identities,
    Function<Path, Optional<String>> passphrase,
    Optional<Path> agentSocket,
    Duration connectTimeout,
    Duration authTimeout,
    Duration heartbeat,
    int maxChannels,
    int maxConnects) {

  public SshSettings {
    identities = List.copyOf(identities);
    if (maxChannels < 1 || maxConnects < 1) {
      throw new IllegalArgumentException("maxChannels and maxConnects are at least 1");
    }
  }

  /** The defaults, with these keys. */
  public static SshSettings of(List<Path> identities, Optional<Path> agentSocket) {
    return new SshSettings(
        identities,
        file -> Optional.empty(),
        agentSocket,
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(15),
        8,
        64);
  }
}
