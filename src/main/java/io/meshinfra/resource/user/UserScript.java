package io.meshinfra.resource.user;

import io.meshinfra.model.ShellScript;
import io.meshinfra.resource.Change;
import java.util.ArrayList;
import java.util.List;

/** Makes, changes and removes an account with the shadow tools. */
final class UserScript {
  /** For usermod only: a new account has no other groups. */
  private static final String APPEND = "-a";

  private UserScript() {}

  /** A half-done script is fine to repeat: an account that is already there is changed instead. */
  static ShellScript create(UserSpec spec) {
    List<String> options = options(spec);
    List<String> fresh = new ArrayList<>(options);
    fresh.remove(APPEND);
    fresh.add(spec.createHome() ? "-m" : "-M");
    if (spec.system()) {
      fresh.add("-r");
    }
    ShellScript make =
        spec.group().isPresent()
            ? ShellScript.of("  useradd {*} -- {}", fresh, spec.name())
            : ShellScript.of(
                """
                  # A group of that name would make useradd fail, and is meant to be its own.
                  if getent group {} >/dev/null; then set -- -g {}; else set --; fi
                  useradd "$@" {*} -- {}\
                """,
                spec.name(),
                spec.name(),
                fresh,
                spec.name());
    return ShellScript.lines(
        NEEDED,
        ShellScript.of("if getent passwd {} >/dev/null; then", spec.name()),
        options.isEmpty()
            ? ShellScript.of("  :")
            : ShellScript.of("  usermod {*} -- {}", options, spec.name()),
        ShellScript.of("else"),
        make,
        ShellScript.of("fi"));
  }

  static ShellScript update(UserSpec spec, Change.Update update) {
    List<String> options = new ArrayList<>();
    update.differences().keySet().forEach(attribute -> options.addAll(option(spec, attribute)));
    if (update.differences().containsKey("home") && spec.createHome()) {
      options.add("-m");
    }
    return ShellScript.lines(
        NEEDED,
        ShellScript.of("rc=0\nusermod {*} -- {} || rc=$?", options, spec.name()),
        inUse(spec));
  }

  static ShellScript delete(UserSpec spec) {
    return ShellScript.lines(
        NEEDED,
        ShellScript.of(
            "rc=0\nif getent passwd {} >/dev/null; then userdel {*} -- {} || rc=$?; fi",
            spec.name(),
            spec.removeHome() ? List.of("-r") : List.of(),
            spec.name()),
        inUse(spec));
  }

  /** Exit code 8 of usermod and userdel. */
  private static ShellScript inUse(UserSpec spec) {
    return ShellScript.of(
        """
        if [ "$rc" = 8 ]; then
          printf 'processes of user %s are running, so that nothing was changed;' {} >&2
          echo ' end them (loginctl terminate-user) and try again' >&2
        fi
        [ "$rc" = 0 ] || exit "$rc"
        """,
        spec.name());
  }

  private static List<String> options(UserSpec spec) {
    List<String> options = new ArrayList<>();
    for (String attribute : List.of("uid", "group", "groups", "home", "shell", "comment")) {
      options.addAll(option(spec, attribute));
    }
    return options;
  }

  /** What usermod and useradd both understand. */
  private static List<String> option(UserSpec spec, String attribute) {
    return switch (attribute) {
      case "uid" -> spec.uid().map(uid -> List.of("-u", uid.toString())).orElse(List.of());
      case "group" -> spec.group().map(group -> List.of("-g", group.value())).orElse(List.of());
      case "groups" -> spec.groups().map(any -> groups(spec)).orElse(List.of());
      case "home" -> spec.home().map(home -> List.of("-d", home.value())).orElse(List.of());
      case "shell" -> spec.shell().map(shell -> List.of("-s", shell.value())).orElse(List.of());
      case "comment" -> spec.comment().map(comment -> List.of("-c", comment)).orElse(List.of());
      default -> throw new IllegalStateException("an account has no attribute " + attribute);
    };
  }

  private static List<String> groups(UserSpec spec) {
    String all = String.join(",", UserType.names(spec.groups().orElse(List.of())));
    return spec.append() ? List.of(APPEND, "-G", all) : List.of("-G", all);
  }

  private static final ShellScript NEEDED =
      ShellScript.of(
          """
          umask 022
          if ! mesh_has useradd; then
            echo 'useradd is not on the node; install the package passwd, shadow or shadow-utils' >&2
            exit 1
          fi
          """);
}
