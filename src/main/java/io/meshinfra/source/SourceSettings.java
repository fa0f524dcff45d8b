package io.meshinfra.source;

import io.meshinfra.model.SecretRef;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where the desired state comes from.
 *
 * @param remote a path, or a {@code file:}, {@code ssh:}, {@code https:} or {@code http:} address,
 *     or {@code user@host:path}; without a password
 * @param path folder of the manifests in the repository; {@code ""} for all of it
 * @param directory where the hub keeps its clone; it belongs to the hub alone
 * @param token sent to an {@code https:} or {@code http:} remote that asks for it
 * @param ca certificates in PEM that alone may vouch for an {@code https:} remote; without it those
 *     that Java trusts
 * @param sshIdentity private key without a passphrase, for {@code ssh:}
 * @param knownHosts the only host keys that {@code ssh:} accepts
 * @param idleTimeout how long a remote may be silent
 * @param totalTimeout how long one fetch may take altogether
 * @param allowRewind whether history that was rewritten is accepted without asking
 */
public record SourceSettings(
    String remote,
    String branch,
    String path,
    Path directory,
    Optional<SecretRef> token,
    Optional<Path> ca,
    Optional<Path> sshIdentity,
    Optional<Path> knownHosts,
    Duration idleTimeout,
    Duration totalTimeout,
    boolean allowRewind) {
  public static final Duration IDLE_TIMEOUT = Duration.ofSeconds(20);
  public static final Duration TOTAL_TIMEOUT = Duration.ofMinutes(5);

  /** A remote that needs no credentials, with everything else as usual. */
  public static SourceSettings of(String remote, String branch, Path directory) {
    return new SourceSettings(
        remote,
        branch,
        "",
        directory,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        IDLE_TIMEOUT,
        TOTAL_TIMEOUT,
        false);
  }

  public SourceSettings withToken(SecretRef ref) {
    return new SourceSettings(
        remote,
        branch,
        path,
        directory,
        Optional.of(ref),
        ca,
        sshIdentity,
        knownHosts,
        idleTimeout,
        totalTimeout,
        allowRewind);
  }

  public SourceSettings withCa(Path certificates) {
    return new SourceSettings(
        remote,
        branch,
        path,
        directory,
        token,
        Optional.of(certificates),
        sshIdentity,
        knownHosts,
        idleTimeout,
        totalTimeout,
        allowRewind);
  }

  public SourceSettings withSsh(Path identity, Path hosts) {
    return new SourceSettings(
        remote,
        branch,
        path,
        directory,
        token,
        ca,
        Optional.of(identity),
        Optional.of(hosts),
        idleTimeout,
        totalTimeout,
        allowRewind);
  }

  public SourceSettings withTimeouts(Duration idle, Duration total) {
    return new SourceSettings(
        remote,
        branch,
        path,
        directory,
        token,
        ca,
        sshIdentity,
        knownHosts,
        idle,
        total,
        allowRewind);
  }

  public SourceSettings withPath(String folder) {
    return new SourceSettings(
        remote,
        branch,
        folder,
        directory,
        token,
        ca,
        sshIdentity,
        knownHosts,
        idleTimeout,
        totalTimeout,
        allowRewind);
  }
}
