package io.meshinfra.cli.fleet;

import io.meshinfra.cli.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/**
 * {@code --policy}, of every command that reads manifests: what they mean depends on the network
 * intent in it as well.
 */
public final class PolicyOption {
  private static final Path USUAL = Path.of("desired-state");

  @Option(
      names = "--policy",
      paramLabel = "FOLDER",
      defaultValue = "infra/policy",
      description =
          "Folder of the policy, from the root of the repository; the network intent is in intent/"
              + " below it. infra/policy is the default.")
  private String folder;

  /**
   * The manifests of that directory, with this policy.
   *
   * @throws Failure when there is no such directory
   */
  public Manifests in(Path directory) {
    return Manifests.in(directory, folder);
  }

  /** Those of the directory that is named, desired-state if there is one, else of this one. */
  public Manifests usual(Optional<Path> named) {
    return in(named.orElse(Files.isDirectory(USUAL) ? USUAL : Path.of(".")));
  }
}
