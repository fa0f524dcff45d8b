package io.meshinfra.resource.authorizedkeys;

import io.meshinfra.model.ShellScript;
import io.meshinfra.resource.AbsolutePath;
import java.util.stream.Collectors;

/** How a node looks at the keys of a user alone; they are read as that user. */
final class KeysLook {
  /**
   * {@code mesh_home USER} finds the home, {@code mesh_folder USER} tells of its folder of keys,
   * {@code mesh_keys USER PATH OTHERS WANTED} tells which keys are there. WANTED has two lines for
   * each: the key without its comment, and how git writes it. Comments and order do not matter.
   */
  static final ShellScript FUNCTIONS =
      ShellScript.of(
          """
          mesh_home() {
            mesh_out=$(getent passwd "$1")
            case $? in
              0) ;;
              2) mesh_gone ;;
              *) mesh_untold 'the node could not list its accounts with getent' ;;
            esac
            mesh_home=${mesh_out%:*}
            mesh_home=${mesh_home##*:}
          }
          mesh_folder() {
            mesh_out=$(stat -c '%F:%a:%U' -- "$mesh_home/.ssh")
            mesh_mode=${mesh_out#*:}
            mesh_mode=${mesh_mode%%:*}
            case $mesh_out in
              directory:*) mesh_is folder "$(printf '%04o' "0$mesh_mode") ${mesh_out##*:}" ;;
              *) mesh_is folder "${mesh_out%%:*} ${mesh_out##*:}" ;;
            esac
          }
          mesh_keys() {
            mesh_as "$1" head -c 65537 -- "$2" </dev/null | tr '\\t' ' ' |
              MESH_OTHERS=$3 MESH_WANTED=$4 awk '
                function plain(line) {
                  gsub(/ +/, " ", line)
                  sub(/^ /, "", line)
                  return line
                }
                function tell(key) { printf "is\\tkeys\\t%s\\n", key; told = 1 }
                BEGIN { n = split(ENVIRON["MESH_WANTED"], wanted, "\\n") }
                /^#/ { next }
                {
                  line = plain($0)
                  for (i = 1; i < n; i += 2) {
                    key = plain(wanted[i])
                    if (line == key || index(line, key " ") == 1) { tell(wanted[i + 1]); next }
                  }
                  if (ENVIRON["MESH_OTHERS"] == "true" && line ~ / AAAA[A-Za-z0-9+\\/]/) {
                    tell(substr(line, 1, 100))
                  }
                }
                END { if (!told) tell("") }'
          }
          """);

  private KeysLook() {}

  static ShellScript of(AuthorizedKeysSpec spec) {
    String wanted =
        spec.keys().stream()
            .map(key -> withoutComment(key) + "\n" + key + "\n")
            .collect(Collectors.joining());
    return spec.path()
        .map(path -> ofRoot(spec, path, wanted))
        .orElseGet(() ->
            ShellScript.of(
                """
                mesh_home {}
                mesh_seen "$mesh_home/.ssh/authorized_keys" %U %G
                mesh_folder
                mesh_keys {} "$mesh_home/.ssh/authorized_keys" {} {}
                """,
                spec.user(), spec.user(), spec.exclusive(), wanted));
  }

  private static ShellScript ofRoot(AuthorizedKeysSpec spec, AbsolutePath path, String wanted) {
    return ShellScript.of(
        "mesh_home {}\nmesh_seen {} %U %G\nmesh_keys {} {} {} {}",
        spec.user(), path, spec.user(), path, spec.exclusive(), wanted);
  }

  private static AuthorizedKey withoutComment(AuthorizedKey key) {
    return new AuthorizedKey(key.options(), key.type(), key.key(), "");
  }
}
