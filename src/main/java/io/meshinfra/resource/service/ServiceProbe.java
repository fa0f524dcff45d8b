package io.meshinfra.resource.service;

import io.meshinfra.model.ShellScript;
import io.meshinfra.resource.AccountName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Looks at all services: one {@code systemctl show} for the system and one for each user. */
final class ServiceProbe {
  private ServiceProbe() {}

  static ShellScript script(List<ServiceSpec> specs) {
    List<ShellScript> lines = new ArrayList<>();
    lines.add(DUE);
    lines.add(ShellScript.of("mesh_due {*}", specs.stream().map(ServiceSpec::dueMarker).toList()));
    lines.add(ShellScript.of("printf 'init\\t%s\\n' \"$MESH_INIT\"\ncase $MESH_INIT in\nsystemd)"));
    lines.add(SYSTEMD);
    List<String> system = system(specs).stream().map(spec -> spec.name().unit()).toList();
    if (!system.isEmpty()) {
      lines.add(ShellScript.of("printf 'scope\\tsystem\\n'\nmesh_show systemctl {*}", system));
    }
    users(specs).forEach((user, units) -> lines.add(user(user, units)));
    lines.add(ShellScript.of(";;\nsysv)"));
    List<String> scripts = system(specs).stream().map(spec -> spec.name().value()).toList();
    if (!scripts.isEmpty()) {
      lines.add(ShellScript.of("set -- {*}", scripts));
      lines.add(SYSV);
    }
    lines.add(ShellScript.of(";;\nesac"));
    return ShellScript.lines(lines);
  }

  private static ShellScript user(AccountName user, List<String> units) {
    return ShellScript.of("mesh_user_show {} {*}", user, units);
  }

  private static List<ServiceSpec> system(List<ServiceSpec> specs) {
    return specs.stream().filter(spec -> spec.user().isEmpty()).toList();
  }

  private static Map<AccountName, List<String>> users(List<ServiceSpec> specs) {
    Map<AccountName, List<String>> units = new LinkedHashMap<>();
    for (ServiceSpec spec : specs) {
      spec.user()
          .ifPresent(user ->
              units.computeIfAbsent(user, any -> new ArrayList<>()).add(spec.name().unit()));
    }
    return units;
  }

  private static final ShellScript DUE =
      ShellScript.of(
          """
          mesh_due() {
            for m; do
              if [ -f "$MESH_DUE/$m" ]; then
                w=
                read -r w <"$MESH_DUE/$m"
                printf 'due\\t%s\\t%s\\n' "$m" "$w"
              fi
            done
          }\
          """);

  /** The links of /etc/rc?.d tell whether a generated unit starts at boot. */
  private static final ShellScript SYSTEMD =
      ShellScript.of(
          """
          mesh_links() {
            find /etc/rc2.d /etc/rc3.d /etc/rc4.d /etc/rc5.d /etc/runlevels/default \\
              -mindepth 1 -maxdepth 1 2>/dev/null | sed "s/^/link$MESH_TAB/"
          }
          mesh_show() {
            c=$1
            shift
            MESH_OUT=$($c show -p Id -p Names -p LoadState -p ActiveState -p SubState \\
              -p UnitFileState -p Type -p Result -p ExecMainExitTimestampMonotonic -- "$@")
            printf '%s\\n' "$MESH_OUT"
            case $MESH_OUT in *UnitFileState=generated*) mesh_links ;; esac
          }
          mesh_user_show() {
            MESH_USER=$1
            shift
            MESH_UID=$(id -u "$MESH_USER" 2>/dev/null)
            if [ -z "$MESH_UID" ]; then printf 'nouser\\t%s\\n' "$MESH_USER"
            elif [ ! -S "/run/user/$MESH_UID/systemd/private" ]; then
              printf 'nomanager\\t%s\\n' "$MESH_USER"
            else
              printf 'scope\\tuser\\t%s\\n' "$MESH_USER"
              mesh_show mesh_user_ctl "$@"
            fi
          }
          mesh_user_ctl() {
            mesh_as "$MESH_USER" env XDG_RUNTIME_DIR="/run/user/$MESH_UID" systemctl --user "$@"
          }\
          """);

  /** Exit codes of a status are those of the LSB: 0 running, 3 not running. */
  private static final ShellScript SYSV =
      ShellScript.of(
          """
          find /etc/rc2.d /etc/rc3.d /etc/rc4.d /etc/rc5.d /etc/runlevels/default \\
            -mindepth 1 -maxdepth 1 2>/dev/null | sed "s/^/link$MESH_TAB/"
          MESH_LIMIT=
          if mesh_has timeout; then MESH_LIMIT='timeout 10'; fi
          for s; do
            if [ ! -x "/etc/init.d/$s" ]; then
              printf 'noscript\\t%s\\n' "$s"
            elif mesh_has service; then
              $MESH_LIMIT service "$s" status </dev/null >/dev/null 2>&1
              printf 'status\\t%s\\t%s\\n' "$s" $?
            else
              $MESH_LIMIT "/etc/init.d/$s" status </dev/null >/dev/null 2>&1
              printf 'status\\t%s\\t%s\\n' "$s" $?
            fi
          done\
          """);
}
