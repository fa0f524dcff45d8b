package io.meshinfra.converge.ansible;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshinfra.model.Target;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A private folder with all that one call of {@code ansible-playbook} reads besides the work tree;
 * gone after {@link #close}.
 */
record CallFolder(Path root) implements AutoCloseable {
  private static final String PLUGIN = "mesh_events.py";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Writes everything; leaves nothing behind when that fails. */
  static CallFolder make(Connection connection, CheckedRun run, Optional<Path> identity)
      throws IOException, UnusablePlaybook {
    // Only we may enter: the Java platform makes it with mode 0700.
    CallFolder folder = new CallFolder(Files.createTempDirectory("mesh-"));
    try {
      folder.fill(connection, run, identity);
      return folder;
    } catch (IOException | UnusablePlaybook | RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  private void fill(Connection connection, CheckedRun run, Optional<Path> identity)
      throws IOException, UnusablePlaybook {
    Files.createDirectory(plugins());
    Files.createDirectory(home());
    Files.writeString(configuration(), "[defaults]\n");
    Files.writeString(knownHosts(), connection.knownHosts());
    Files.writeString(sshConfig(), connection.sshConfig(knownHosts(), socket(), identity));
    Files.write(inventory(), JSON.writeValueAsBytes(inventoryOf(connection)));
    Files.write(variables(), JSON.writeValueAsBytes(variablesOf(run)));
    if (run.role().isPresent()) {
      String name = run.role().get().getFileName().toString();
      Files.write(playOfRole(), JSON.writeValueAsBytes(playOf(connection.target(), name)));
    }
    try (InputStream plugin = CallFolder.class.getResourceAsStream(PLUGIN)) {
      if (plugin == null) {
        throw new IllegalStateException(PLUGIN + " is missing in the program");
      }
      Files.copy(plugin, plugins().resolve(PLUGIN));
    }
  }

  private static ObjectNode inventoryOf(Connection connection) {
    ObjectNode root = JSON.createObjectNode();
    ObjectNode host =
        root.putObject("all").putObject("hosts").putObject(connection.target().node().value());
    host.put("ansible_python_interpreter", "auto_silent");
    if (connection.isLocal()) {
      host.put("ansible_connection", "local");
    } else {
      host.put("ansible_connection", "ssh");
      host.put("ansible_host", connection.path().host());
      host.put("ansible_port", connection.path().port());
      host.put("ansible_user", connection.target().user());
    }
    return root;
  }

  /**
   * The values were rendered when the catalog was folded. Ansible must not render them once more: a
   * value with braces in it is text, and could otherwise run commands on the hub by a lookup. So
   * each is marked as unsafe in the form in which Ansible's own JSON does it.
   */
  private static ObjectNode variablesOf(CheckedRun run) {
    ObjectNode variables = JSON.createObjectNode();
    run.vars().forEach((name, value) -> variables.putObject(name).put("__ansible_unsafe", value));
    return variables;
  }

  private static List<ObjectNode> playOf(Target target, String role) {
    ObjectNode play = JSON.createObjectNode();
    play.put("name", "role " + role);
    play.put("hosts", target.node().value());
    play.putArray("roles").addObject().put("role", role);
    return List.of(play);
  }

  Path inventory() {
    return root.resolve("inventory.json");
  }

  Path variables() {
    return root.resolve("variables.json");
  }

  Path playOfRole() {
    return root.resolve("play.json");
  }

  Path plugins() {
    return root.resolve("plugins");
  }

  Path home() {
    return root.resolve("home");
  }

  Path configuration() {
    return root.resolve("ansible.cfg");
  }

  Path sshConfig() {
    return root.resolve("ssh_config");
  }

  private Path knownHosts() {
    return root.resolve("known_hosts");
  }

  private Path socket() {
    return root.resolve("cm");
  }

  /** Removes it; what cannot be removed now is left to whoever cleans the temporary folder. */
  @Override
  public void close() {
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | java.io.UncheckedIOException e) {
      System.getLogger(CallFolder.class.getName())
          .log(System.Logger.Level.WARNING, "a temporary folder was not removed: " + root, e);
    }
  }
}
