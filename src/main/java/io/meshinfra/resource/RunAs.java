package io.meshinfra.resource;

import io.meshinfra.model.ShellScript;

/** Shell function that runs a command as an account and within a time. */
public final class RunAs {
  /**
   * {@code mesh_as ACCOUNT SECONDS COMMAND...}: with the account's HOME; {@code root} means as the
   * script itself. Exit code 124, 137 or 143 when the time was up. Where there is no {@code
   * timeout} command there is no limit. Account names are checked ({@link AccountName}), so that
   * the tilde expansion is safe.
   */
  public static final ShellScript FUNCTION =
      ShellScript.of(
          """
          mesh_as() {
            mesh_user=$1 mesh_seconds=$2
            shift 2
            eval "mesh_home=~$mesh_user"
            case $mesh_home in
              /*) ;;
              *) printf 'there is no user %s on this machine\\n' "$mesh_user" >&2; return 1 ;;
            esac
            set -- env HOME="$mesh_home" USER="$mesh_user" LOGNAME="$mesh_user" "$@"
            if command -v timeout >/dev/null 2>&1; then
              set -- timeout -k 5 "$mesh_seconds" "$@"
            fi
            if [ "$mesh_user" = root ]; then
              "$@"
            elif command -v runuser >/dev/null 2>&1; then
              runuser -u "$mesh_user" -- "$@"
            else
              su -s /bin/sh -c 'exec "$@"' -- "$mesh_user" sh "$@"
            fi
          }
          """);

  private RunAs() {}
}
