package io.meshinfra.resource.user;

import io.meshinfra.model.ShellScript;
import io.meshinfra.resource.Change;
import java.util.ArrayList;
import java.util.List;

/** Makes, changes and removes an account with the shadow tools. */
final class UserScript {
  /** For usermod only: a new account has no other groups. */
  private static final String APPEND = "-a";

  /**
   * {@code mesh_account NAME APPEND WANTED}: with append only the groups that are wanted matter.
   * The primary group counts when it is wanted, although /etc/group does not list its members.
   */
  static final ShellScript LOOK =
      ShellScript.of(
          """
          mesh_account() {
            mesh_out=$(getent passwd "$1")
            case $? in
              0) ;;
              2) mesh_gone ;;
              *) mesh_untold 'the node could not list its accounts with getent' ;;
            esac
            IFS=: read -r mesh_name mesh_password mesh_uid mesh_gid mesh_text mesh_home mesh_shell <<MESH_END
          $mesh_out
          MESH_END
            mesh_primary=$(getent group "$mesh_gid" | cut -d : -f 1)
            mesh_primary=${mesh_primary:-$mesh_gid}
            mesh_is uid "$mesh_uid"
            mesh_is group "$mesh_primary"
            mesh_is comment "$mesh_text"
            mesh_is home "$mesh_home"
            mesh_is shell "$mesh_shell"
            getent group | awk -F : -v "name=$1" -v "append=$2" -v "wanted=$3" -v "primary=$mesh_primary" '
              function tell(group) { printf "is\\tgroups\\t%s\\n", group; told = 1 }
              {
                n = split($4, member, ",")
                for (i = 1; i <= n; i++) {
                  if (member[i] == name && $1 != primary &&
                      (append == "false" || index(wanted, " " $1 " "))) tell($1)
                }
              }
              END {
                if (index(wanted, " " primary " ")) tell(primary)
                if (!told) tell("")
              }'
          }
          """);

  private UserScript() {}

  static ShellScript lookAlone(UserSpec spec) {
    String wanted = String.join(" ", UserType.names(spec.groups().orElse(List.of())));
    return ShellScript.of("mesh_account {} {} {}", spec.name(), spec.append(), " " + wanted + " ");
  }

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
