package io.meshinfra.converge.ansible;

import io.meshinfra.model.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Words and environment of one call of {@code ansible-playbook}. */
record AnsibleCommand(List<String> words, Map<String, String> environment) {
  private static final String DEFAULT_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  static AnsibleCommand of(
      AnsibleSettings settings,
      Target target,
      CheckedRun run,
      CallFolder folder,
      String mark,
      boolean check) {
    List<String> words = new ArrayList<>();
    words.add(settings.command());
    words.add("--inventory=" + folder.inventory());
    words.add("--limit=" + target.node());
    words.add("--extra-vars=@" + folder.variables());
    // As options and not as variables, so that a play may say become_user itself.
    if (target.become() == Target.Become.SUDO) {
      words.addAll(List.of("--become", "--become-method=sudo", "--become-user=root"));
    }
    if (!run.tags().isEmpty()) {
      words.add("--tags=" + String.join(",", run.tags()));
    }
    if (check) {
      words.addAll(List.of("--check", "--diff"));
    }
    words.add("--");
    words.add(run.playbook().orElse(folder.playOfRole()).toString());
    return new AnsibleCommand(List.copyOf(words), environment(settings, run, folder, mark));
  }

  /** Nothing of the hub's own environment but the search path, and the SSH agent when needed. */
  private static Map<String, String> environment(
      AnsibleSettings settings, CheckedRun run, CallFolder folder, String mark) {
    Map<String, String> all = new TreeMap<>();
    Map<String, String> hub = System.getenv();
    all.put("PATH", hub.getOrDefault("PATH", DEFAULT_PATH));
    all.put("HOME", folder.home().toString());
    all.put("LANG", "C.UTF-8");
    all.put("LC_ALL", "C.UTF-8");
    all.put("TMPDIR", folder.root().toString());
    all.put("PYTHONNOUSERSITE", "1");
    all.put("PYTHONDONTWRITEBYTECODE", "1");
    if (settings.identity().isEmpty() && hub.containsKey("SSH_AUTH_SOCK")) {
      all.put("SSH_AUTH_SOCK", hub.get("SSH_AUTH_SOCK"));
    }
    all.put("MESH_EVENTS_MARK", mark);
    all.put("ANSIBLE_CONFIG", folder.configuration().toString());
    all.put("ANSIBLE_HOME", folder.home().resolve(".ansible").toString());
    all.put("ANSIBLE_LOCAL_TEMP", folder.home().resolve("tmp").toString());
    all.put("ANSIBLE_INVENTORY_ENABLED", "yaml");
    all.put("ANSIBLE_INVENTORY_UNPARSED_FAILED", "True");
    all.put("ANSIBLE_HOST_KEY_CHECKING", "True");
    all.put("ANSIBLE_SSH_ARGS", "-F " + shellWord(folder.sshConfig()));
    all.put("ANSIBLE_PIPELINING", "True");
    all.put("ANSIBLE_ROLES_PATH", rolesPath(run));
    all.put("ANSIBLE_STDOUT_CALLBACK", "mesh_events");
    all.put("ANSIBLE_CALLBACK_PLUGINS", folder.plugins().toString());
    all.put("ANSIBLE_RETRY_FILES_ENABLED", "False");
    all.put("ANSIBLE_NOCOLOR", "1");
    all.put("ANSIBLE_DEPRECATION_WARNINGS", "False");
    return Map.copyOf(all);
  }

  private static String rolesPath(CheckedRun run) {
    Stream<Path> ofRole = run.role().map(Path::getParent).stream();
    return Stream.concat(ofRole, run.roles().stream())
        .map(Path::toString)
        .collect(Collectors.joining(":"));
  }

  /** Ansible splits this setting as a shell would. */
  private static String shellWord(Path path) {
    return "'" + path.toString().replace("'", "'\\''") + "'";
  }
}
