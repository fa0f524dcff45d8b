package io.meshinfra.cli.fleet;

import io.meshinfra.cli.Failure;
import io.meshinfra.cli.Shell;
import io.meshinfra.model.Printable;
import io.meshinfra.reconcile.Workbench;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where manifests are and how their nodes are reached. */
public final class FleetOptions {
  @Option(
      names = {"-f", "--from"},
      paramLabel = "DIR",
      description = "Folder of manifests; nodes are asked directly, without a hub.")
  private Path directory;

  @Mixin private PolicyOption policy;

  @Option(
      names = "--identity",
      paramLabel = "FILE",
      description =
          "Private key to log in with, may be repeated; MESH_IDENTITY (several with : between"
              + " them) is the default, else ~/.ssh/id_ed25519. An ssh-agent is asked as well.")
  private List<Path> identities;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      defaultValue = "32",
      description = "Nodes that are worked on at the same time; 32 is the default.")
  private int parallel;

  public Optional<Path> directory() {
    return Optional.ofNullable(directory);
  }

  /** The manifests of that directory, with the policy that is named. */
  public Manifests manifests(Path directory) {
    return policy.in(directory);
  }

  /** Those of the directory that is named, desired-state if there is one, else of this one. */
  public Manifests manifests() {
    return policy.usual(directory());
  }

  public Workbench.Settings settings(Shell shell, Path root) {
    if (parallel < 1) {
      throw new Failure("--parallel is at least 1, not " + parallel);
    }
    Optional<Path> agent = shell.variable("SSH_AUTH_SOCK").map(Path::of);
    return new Workbench.Settings(
        identities(shell),
        agent,
        root,
        parallel,
        System.getProperty("user.name", "somebody"),
        SecretOptions.settings(shell));
  }

  private List<Path> identities(Shell shell) {
    List<Path> named =
        Optional.ofNullable(identities)
            .or(() -> shell.variable("MESH_IDENTITY").map(FleetOptions::paths))
            .orElse(List.of());
    for (Path file : named) {
      if (!Files.isReadable(file)) {
        throw new Failure(
            "the identity %s cannot be read; --identity and MESH_IDENTITY name private keys"
                .formatted(Printable.quote(file.toString())));
      }
    }
    Path usual = shell.home().resolve(".ssh/id_ed25519");
    return named.isEmpty() && Files.isReadable(usual) ? List.of(usual) : named;
  }

  private static List<Path> paths(String list) {
    return Stream.of(list.split(File.pathSeparator)).map(Path::of).toList();
  }
}
