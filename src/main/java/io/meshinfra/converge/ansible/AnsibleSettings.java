package io.meshinfra.converge.ansible;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How playbooks are run.
 *
 * @param command name or path of {@code ansible-playbook}
 * @param identity private key that logs in to the nodes; empty takes the hub's SSH agent
 * @param checkInterval how long the result of a check run may be kept
 * @param timeLimit wall time of one call of {@code ansible-playbook}
 * @param parallel calls at the same time; each takes about 100 MiB of the hub's memory
 */
public record AnsibleSettings(
    String command,
    Optional<Path> identity,
    Duration checkInterval,
    Duration timeLimit,
    int parallel) {

  public AnsibleSettings {
    if (parallel < 1) {
      throw new IllegalArgumentException("at least one playbook at a time, not " + parallel);
    }
    identity = identity.map(Path::toAbsolutePath);
  }

  /** With the command of the path, one check an hour, half an hour for a run, four at a time. */
  public static AnsibleSettings of(Optional<Path> identity) {
    return new AnsibleSettings(
        "ansible-playbook", identity, Duration.ofHours(1), Duration.ofMinutes(30), 4);
  }
}
