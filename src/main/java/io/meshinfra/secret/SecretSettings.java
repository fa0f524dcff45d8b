package io.meshinfra.secret;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What manifests may ask for. Git names secrets, and only the configuration of the hub says where
 * they come from: else whoever may push could read the keys of the hub itself.
 *
 * @param folders in which files with secrets are; a file elsewhere is refused
 * @param prefix of the environment variables that are secrets for nodes
 * @param servers that keep secrets, by the name of their provider
 */
public record SecretSettings(
    List<Path> folders, String prefix, Programs programs, Map<String, SecretServer> servers) {
  public static final String PREFIX = "MESH_SECRET_";

  public SecretSettings {
    folders = List.copyOf(folders);
    servers = Map.copyOf(servers);
    if (prefix.isBlank()) {
      throw new IllegalArgumentException(
          "the prefix of environment variables with secrets is empty, which would give the hub's"
              + " own passwords to everybody who may push; the usual one is "
              + PREFIX);
    }
  }

  /**
   * Programs that give secrets.
   *
   * @param paths of those that are not found by their names
   * @param patience longest time that one may take for one secret
   * @param identity file with the key of the hub for what is encrypted in the repository
   */
  public record Programs(Map<String, Path> paths, Duration patience, Optional<Path> identity) {
    public static final Programs USUAL =
        new Programs(Map.of(), Duration.ofSeconds(20), Optional.empty());

    public Programs {
      paths = Map.copyOf(paths);
    }

    /** What to call. */
    public String command(String name) {
      return Optional.ofNullable(paths.get(name)).map(Path::toString).orElse(name);
    }
  }

  /** Everything as usual, with one folder for files. */
  public static SecretSettings in(Path folder) {
    return new SecretSettings(List.of(folder), PREFIX, Programs.USUAL, Map.of());
  }
}
