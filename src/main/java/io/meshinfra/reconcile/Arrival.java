package io.meshinfra.reconcile;

import io.meshinfra.join.Doorway;
import io.meshinfra.join.ShownKey;
import io.meshinfra.transport.OutputBudget;
import io.meshinfra.transport.ssh.HostKeyScan;
import io.meshinfra.transport.ssh.SshSettings;
import io.meshinfra.transport.ssh.SshTransport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What is needed to reach machines that are no nodes yet, or soon no more. */
public final class Arrival implements AutoCloseable {
  private static final Duration SCAN = Duration.ofSeconds(10);

  private final SshTransport transport;

  /**
   * @param identities private keys of the person
   * @param agent socket of an ssh-agent
   */
  public Arrival(List<Path> identities, Optional<Path> agent) {
    transport = new SshTransport(SshSettings.of(identities, agent), new OutputBudget());
  }

  /** The host keys that a machine shows, or why there are none. */
  public sealed interface Keys {
    record Shown(List<ShownKey> all) implements Keys {
      public Shown {
        all = List.copyOf(all);
      }
    }

    record None(String reason) implements Keys {}
  }

  public Keys hostKeys(String host, int port) {
    return switch (new HostKeyScan(SCAN).of(host, port)) {
      case HostKeyScan.Result.None(String reason) -> new Keys.None(reason);
      case HostKeyScan.Result.Keys(List<HostKeyScan.Shown> all) ->
          new Keys.Shown(
              all.stream().map(key -> new ShownKey(key.line(), key.fingerprint())).toList());
    };
  }

  public Doorway doorway() {
    return new Doorway(transport);
  }

  @Override
  public void close() {
    transport.close();
  }
}
