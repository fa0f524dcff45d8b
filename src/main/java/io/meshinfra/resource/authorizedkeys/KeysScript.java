package io.meshinfra.resource.authorizedkeys;

import io.meshinfra.model.ShellScript;
import io.meshinfra.resource.AbsolutePath;
import java.util.ArrayList;
import java.util.List;

/** Writes the keys of a user as that user. */
final class KeysScript {
  private KeysScript() {}

  static ShellScript of(AuthorizedKeysSpec spec) {
    List<String> blobs = new ArrayList<>();
    if (!spec.exclusive()) {
      spec.keys().forEach(key -> blobs.addAll(List.of("-e", key.key())));
    }
    String lines =
        spec.exclusive()
            ? spec.text()
            : String.join("", spec.keys().stream().map(key -> key + "\n").toList());
    return ShellScript.lines(
        ShellScript.of("MESH_USER={}", spec.user()),
        FOLDER,
        ShellScript.of(
            "cd /\nprintf '%s' {} | mesh_as \"$MESH_USER\" sh -c {} sh \"$home\" {*}",
            lines, spec.exclusive() ? REPLACE : ADD, blobs));
  }

  /** A file outside the home is root's, so nobody else may be able to put a link in its place. */
  static ShellScript requireRootsFolders(AbsolutePath path) {
    List<String> folders = new ArrayList<>(path.parents());
    folders.add("/");
    return ShellScript.of(
        """
        for p in {*}; do
          if [ -z "$(find "$p" -prune -type d -user 0 ! -perm -020 ! -perm -002 2>/dev/null)" ]; then
            echo "the folder $p is missing, or others than root may write to it; authorized keys" \\
              'with a path of their own need folders of root' >&2
            exit 1
          fi
        done
        """,
        folders);
  }

  /**
   * A folder that is not the user's is given back. Once entered it cannot be swapped for a link,
   * and its real path tells that no link led there.
   */
  private static final ShellScript FOLDER =
      ShellScript.of(
          """
          MESH_ENTRY=$(getent passwd "$MESH_USER") || {
            echo "no user $MESH_USER on the node; is it in the profile?" >&2
            exit 1
          }
          IFS=: read -r name pw uid gid gecos home shell <<MESH_END
          $MESH_ENTRY
          MESH_END
          if [ ! -d "$home" ]; then
            echo "the home $home of user $MESH_USER does not exist" >&2
            exit 1
          fi
          (
          cd -P -- "$home"
          MESH_FOLDER=$(pwd -P)
          MESH_FOLDER=${MESH_FOLDER%/}/.ssh
          if [ -d .ssh ] && [ ! -L .ssh ]; then
            cd -P -- .ssh
            if [ "$(pwd -P)" != "$MESH_FOLDER" ]; then
              echo "$home/.ssh changed into something else just now" >&2
              exit 1
            fi
            chown -- "$uid:$gid" .
          elif [ -e .ssh ] || [ -L .ssh ]; then
            echo "$home/.ssh is not a folder but a link or a file; remove it" >&2
            exit 1
          fi
          )
          """);

  private static final ShellScript REPLACE =
      ShellScript.of(
          """
          set -eu
          umask 077
          cd -P -- "$1"
          [ -d .ssh ] || mkdir .ssh
          chmod 0700 .ssh
          cd -P .ssh
          if [ -d authorized_keys ]; then
            echo "$1/.ssh/authorized_keys is a folder; remove it" >&2
            exit 1
          fi
          t=.authorized_keys.mesh.$$
          trap 'rm -f -- "$t"' EXIT
          rm -f -- "$t"
          cat >"$t"
          sync "$t" 2>/dev/null || :
          mv -f -- "$t" authorized_keys
          if command -v restorecon >/dev/null 2>&1; then restorecon . authorized_keys || :; fi
          """);

  /** Lines with the same key go, since sshd takes the first one and its options. */
  private static final ShellScript ADD =
      ShellScript.of(
          """
          set -eu
          umask 077
          cd -P -- "$1"
          shift
          [ -d .ssh ] || mkdir .ssh
          chmod 0700 .ssh
          cd -P .ssh
          if [ -d authorized_keys ]; then
            echo '.ssh/authorized_keys is a folder; remove it' >&2
            exit 1
          fi
          t=.authorized_keys.mesh.$$
          trap 'rm -f -- "$t"' EXIT
          rm -f -- "$t"
          if [ -f authorized_keys ]; then
            grep -v -F "$@" authorized_keys >"$t" || [ $? = 1 ]
          fi
          cat >>"$t"
          sync "$t" 2>/dev/null || :
          mv -f -- "$t" authorized_keys
          if command -v restorecon >/dev/null 2>&1; then restorecon . authorized_keys || :; fi
          """);
}
