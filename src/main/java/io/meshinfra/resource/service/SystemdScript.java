package io.meshinfra.resource.service;

import io.meshinfra.model.ShellScript;
import io.meshinfra.resource.Reactive;
import java.util.ArrayList;
import java.util.List;

/** Brings a unit of systemd about; every wait is bounded. */
final class SystemdScript {
  private SystemdScript() {}

  static ShellScript of(ServiceSpec spec, Todo todo) {
    List<ShellScript> lines = new ArrayList<>();
    lines.add(ShellScript.of("umask 022\nMESH_UNIT={}", spec.name().unit()));
    lines.add(
        spec.user().map(user -> ShellScript.of("MESH_USER={}", user)).orElse(ShellScript.EMPTY));
    lines.add(spec.user().isPresent() ? USER_FUNCTIONS : SYSTEM_FUNCTIONS);
    lines.add(FUNCTIONS);
    boolean maskOnly = todo.mask().orElse(false);
    if (!maskOnly) {
      lines.add(ShellScript.of("mesh_find"));
    }
    if (todo.mask().isPresent() && !maskOnly) {
      lines.add(ShellScript.of("mesh_ctl unmask -- \"$MESH_UNIT\"\nmesh_look"));
    }
    todo.enable().ifPresent(yes -> lines.add(yes ? ENABLE : DISABLE));
    todo.run().ifPresent(yes -> lines.add(yes ? START : STOP));
    todo.react().ifPresent(reaction -> lines.add(reaction(spec, reaction)));
    if (maskOnly) {
      lines.add(ShellScript.of("mesh_ctl mask --now -- \"$MESH_UNIT\""));
    }
    if (todo.clear()) {
      lines.add(ShellScript.of("rm -f -- \"$MESH_DUE/\"{}", spec.dueMarker()));
    }
    if (todo.enable().orElse(false)) {
      lines.add(STATIC_FAILS);
    }
    return ShellScript.lines(lines);
  }

  private static ShellScript reaction(ServiceSpec spec, Reactive.Reaction reaction) {
    ShellScript act =
        switch (reaction) {
          case RELOAD -> ShellScript.of("  mesh_act reload-or-restart");
          case RESTART -> ShellScript.of("  mesh_act restart");
        };
    // One that does not run now reads everything when it is started.
    return spec.running().orElse(false)
        ? act
        : ShellScript.lines(ShellScript.of("if mesh_is_up; then"), act, ShellScript.of("fi"));
  }

  private static final ShellScript SYSTEM_FUNCTIONS =
      ShellScript.of(
          """
          mesh_ctl() { timeout 150 systemctl "$@" </dev/null; }
          mesh_log() { journalctl -u "$MESH_UNIT" -n 10 --no-pager -q -o cat; }
          """);

  private static final ShellScript USER_FUNCTIONS =
      ShellScript.of(
          """
          MESH_UID=$(id -u "$MESH_USER" 2>/dev/null) || {
            echo "no user $MESH_USER on the node; is it in the profile?" >&2
            exit 1
          }
          if [ ! -S "/run/user/$MESH_UID/systemd/private" ]; then
            echo "systemd of user $MESH_USER is not running; allow it without a login:" \\
              "loginctl enable-linger $MESH_USER" >&2
            exit 1
          fi
          mesh_ctl() {
            mesh_as "$MESH_USER" env XDG_RUNTIME_DIR="/run/user/$MESH_UID" \\
              timeout 150 systemctl --user "$@" </dev/null
          }
          mesh_log() {
            journalctl _UID="$MESH_UID" _SYSTEMD_USER_UNIT="$MESH_UNIT" -n 10 --no-pager -q -o cat
          }
          """);

  /**
   * mesh_settle: a service that starts and dies at once is seen as running for a moment, so it has
   * to be up with the same main process three looks in a row, within ten seconds.
   */
  private static final ShellScript FUNCTIONS =
      ShellScript.of(
          """
          mesh_look() {
            MESH_SHOW=$(mesh_ctl show -p Id -p LoadState -p ActiveState -p SubState \\
              -p UnitFileState -p Type -p Result -p MainPID -p NeedDaemonReload -- "$MESH_UNIT")
            while IFS='=' read -r k v; do
              case $k in
                Id) MESH_ID=$v ;;
                LoadState) MESH_LOAD=$v ;;
                ActiveState) MESH_ACTIVE=$v ;;
                SubState) MESH_SUB=$v ;;
                UnitFileState) MESH_FILE=$v ;;
                Type) MESH_TYPE=$v ;;
                Result) MESH_RESULT=$v ;;
                MainPID) MESH_PID=$v ;;
                NeedDaemonReload) MESH_STALE=$v ;;
              esac
            done <<MESH_END
          $MESH_SHOW
          MESH_END
          }
          mesh_is_up() {
            case $MESH_ACTIVE in active|reloading|refreshing) return 0 ;; esac
            return 1
          }
          mesh_find() {
            MESH_ID=$MESH_UNIT MESH_LOAD= MESH_ACTIVE= MESH_SUB= MESH_FILE= MESH_TYPE=
            MESH_RESULT= MESH_PID= MESH_STALE=
            mesh_look
            case $MESH_STALE:$MESH_LOAD in
              no:loaded|no:masked) ;;
              *) mesh_ctl daemon-reload; mesh_look ;;
            esac
            if [ "$MESH_LOAD" = not-found ]; then
              echo "no unit $MESH_UNIT on the node; is its package in the profile?" >&2
              exit 1
            fi
          }
          mesh_tell() {
            echo "$MESH_UNIT is $MESH_ACTIVE ($MESH_SUB), result $MESH_RESULT; $1:" >&2
            mesh_log >&2 || :
            exit 1
          }
          mesh_settle() {
            tries=0 calm=0 pid=
            while [ "$calm" -lt 3 ]; do
              mesh_look
              if mesh_is_up && [ "$MESH_PID" = "$pid" ]; then calm=$((calm + 1))
              elif mesh_is_up; then calm=1 pid=$MESH_PID
              elif [ "$MESH_ACTIVE:$MESH_TYPE:$MESH_RESULT" = inactive:oneshot:success ]; then break
              elif [ "$MESH_ACTIVE" = activating ] || [ "$MESH_ACTIVE" = deactivating ]; then calm=0
              else mesh_tell "it did not stay up, its last lines"
              fi
              tries=$((tries + 1))
              if [ "$tries" -gt 60 ]; then mesh_tell "it does not come up, its last lines"; fi
              if [ "$calm" -lt 3 ]; then sleep 0.1 2>/dev/null || sleep 1; fi
            done
          }
          mesh_act() {
            if ! mesh_ctl "$1" -- "$MESH_UNIT"; then
              mesh_look
              mesh_tell "systemctl $1 failed, its last lines"
            fi
            mesh_settle
          }
          """);

  private static final ShellScript START =
      ShellScript.of("mesh_ctl reset-failed -- \"$MESH_UNIT\" 2>/dev/null || :\nmesh_act start");

  private static final ShellScript STOP = ShellScript.of("mesh_ctl stop -- \"$MESH_UNIT\"");

  /** Enabling refuses an alias, so the unit's own name is used. */
  private static final ShellScript ENABLE =
      ShellScript.of("if [ \"$MESH_FILE\" != static ]; then mesh_ctl enable -- \"$MESH_ID\"; fi");

  private static final ShellScript DISABLE = ShellScript.of("mesh_ctl disable -- \"$MESH_ID\"");

  private static final ShellScript STATIC_FAILS =
      ShellScript.of(
          """
          if [ "$MESH_FILE" = static ]; then
            echo "$MESH_UNIT is static: it has no [Install] section and cannot be enabled;" \\
              "remove enabled from the manifest" >&2
            exit 1
          fi
          """);
}
