package io.meshinfra.reconcile.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/** The folder of everything the hub keeps. */
public final class HubHome {
  /**
   * Folder in it for the files that manifests may name as secrets, unless others are configured.
   */
  public static final String SECRETS = "secrets";

  private HubHome() {}

  /**
   * Where it is when nobody says: {@code /var/lib/mesh-infra-hub} for root, else {@code
   * ~/.local/state/mesh-infra}.
   */
  public static Path byDefault(Map<String, String> environment, String user, String userHome) {
    if (user.equals("root")) {
      return Path.of("/var/lib/mesh-infra-hub");
    }
    String state = environment.getOrDefault("XDG_STATE_HOME", "");
    Path base = state.startsWith("/") ? Path.of(state) : Path.of(userHome, ".local", "state");
    return base.resolve("mesh-infra");
  }

  /** Makes the folder, for its owner alone. */
  public static void make(Path home) throws IOException {
    if (Files.isDirectory(home)) {
      return;
    }
    Path above = home.toAbsolutePath().getParent();
    if (above != null) {
      Files.createDirectories(above);
    }
    Files.createDirectory(
        home, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }
}
