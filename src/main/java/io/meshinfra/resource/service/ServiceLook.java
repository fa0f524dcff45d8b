package io.meshinfra.resource.service;

import io.meshinfra.model.ShellScript;
import io.meshinfra.resource.AccountName;
import java.util.Optional;

/**
 * How a node looks at one of its services alone; tells what {@link ServiceReport} and {@link
 * UnitReport} would read.
 */
final class ServiceLook {
  /**
   * Each takes NAME, UNIT, USER (empty for the system), MARKER of a due reaction, and whether it is
   * wanted running, wanted enabled and wanted masked; empty where either is fine.
   */
  static final ShellScript FUNCTIONS =
      ShellScript.of(
          """
          mesh_due_of() {
            mesh_word=none
            if [ -f "$MESH_DUE/$1" ]; then
              read -r mesh_word <"$MESH_DUE/$1"
              [ "$mesh_word" = reload ] || mesh_word=restart
            fi
            mesh_is due "$mesh_word"
          }
          mesh_missing() {
            case "$5 $6 $7" in *true*) mesh_gone ;; esac
            mesh_is running false
            mesh_is enabled false
            mesh_is masked false
            mesh_is due none
          }
          mesh_boots() {
            [ -n "$(find /etc/rc2.d /etc/rc3.d /etc/rc4.d /etc/rc5.d /etc/runlevels/default \\
              -mindepth 1 -maxdepth 1 \\( -name "S[0-9][0-9]$1" -o -path "/etc/runlevels/*/$1" \\) 2>/dev/null)" ]
          }
          mesh_ctl() {
            if [ -z "$mesh_user" ]; then
              timeout 30 systemctl "$@" </dev/null
            else
              mesh_as "$mesh_user" env XDG_RUNTIME_DIR="/run/user/$mesh_uid" \\
                timeout 30 systemctl --user "$@" </dev/null
            fi
          }
          mesh_unit() {
            mesh_user=$3 mesh_load= mesh_active= mesh_file= mesh_kind= mesh_result= mesh_ended=
            if [ -n "$mesh_user" ]; then
              mesh_uid=$(id -u "$mesh_user" 2>/dev/null) || mesh_gone
              [ -S "/run/user/$mesh_uid/systemd/private" ] || mesh_untold "systemd of user $mesh_user is not running"
            fi
            mesh_out=$(mesh_ctl show -p LoadState -p ActiveState -p UnitFileState -p Type -p Result \\
              -p ExecMainExitTimestampMonotonic -- "$2")
            while IFS='=' read -r mesh_key mesh_value; do
              case $mesh_key in
                LoadState) mesh_load=$mesh_value ;;
                ActiveState) mesh_active=$mesh_value ;;
                UnitFileState) mesh_file=$mesh_value ;;
                Type) mesh_kind=$mesh_value ;;
                Result) mesh_result=$mesh_value ;;
                ExecMainExitTimestampMonotonic) mesh_ended=$mesh_value ;;
              esac
            done <<MESH_END
          $mesh_out
          MESH_END
            [ -n "$mesh_load" ] && [ -n "$mesh_active" ] || mesh_untold "systemd did not tell about $2"
            case $mesh_active in active | reloading | refreshing) mesh_up=true ;; *) mesh_up= ;; esac
            if [ "$mesh_load" = not-found ] && [ -z "$mesh_up" ]; then mesh_missing "$@"; return; fi
            mesh_is running "$(mesh_running "$5")"
            mesh_is enabled "$(mesh_enabled "$6" "$1")"
            case $mesh_load:$mesh_file in
              masked:* | *:masked*) mesh_is masked true ;;
              *) mesh_is masked false ;;
            esac
            mesh_due_of "$4"
          }
          mesh_running() {
            if [ -n "$mesh_up" ]; then
              echo true
            elif [ "$1:$mesh_kind:$mesh_active:$mesh_result" = true:oneshot:inactive:success ] &&
              [ "${mesh_ended:-0}" != 0 ]; then
              echo true
            else
              case $mesh_active in
                inactive | failed) if [ "$1" = true ]; then echo "$mesh_active"; else echo false; fi ;;
                *) echo "$mesh_active" ;;
              esac
            fi
          }
          mesh_enabled() {
            case $mesh_file in
              enabled) echo true ;;
              generated) if mesh_boots "$2"; then echo true; else echo false; fi ;;
              indirect | alias | transient) echo "${1:-false}" ;;
              disabled | linked | linked-runtime | '') echo false ;;
              static | masked | masked-runtime | bad) if [ "$1" = true ]; then echo "$mesh_file"; else echo false; fi ;;
              *) echo "$mesh_file" ;;
            esac
          }
          mesh_sysv() {
            [ -z "$3" ] || mesh_untold 'services of users need systemd, which does not run on the node'
            if [ ! -x "/etc/init.d/$1" ]; then mesh_missing "$@"; return; fi
            mesh_limit=
            if mesh_has timeout; then mesh_limit='timeout 10'; fi
            if mesh_has service; then $mesh_limit service "$1" status </dev/null >/dev/null 2>&1
            else $mesh_limit "/etc/init.d/$1" status </dev/null >/dev/null 2>&1; fi
            mesh_code=$?
            case $mesh_code in
              0) mesh_is running true ;;
              1 | 2 | 3 | 32) mesh_is running false ;;
              *) mesh_untold "service $1 status ended with $mesh_code, not 0 or 3" ;;
            esac
            if mesh_boots "$1"; then mesh_is enabled true; else mesh_is enabled false; fi
            mesh_is masked false
            mesh_due_of "$4"
          }
          """);

  private ServiceLook() {}

  static ShellScript of(ServiceSpec spec) {
    return ShellScript.of(
        """
        set -- {} {} {} {} {} {} {}
        case $MESH_INIT in
          systemd) mesh_unit "$@" ;;
          sysv) mesh_sysv "$@" ;;
          *) mesh_untold 'nothing runs services on the node' ;;
        esac
        """,
        spec.name(),
        spec.name().unit(),
        spec.user().map(AccountName::value).orElse(""),
        spec.dueMarker(),
        wanted(spec.running()),
        wanted(spec.enabled()),
        wanted(spec.masked()));
  }

  private static String wanted(Optional<Boolean> word) {
    return word.map(String::valueOf).orElse("");
  }
}
