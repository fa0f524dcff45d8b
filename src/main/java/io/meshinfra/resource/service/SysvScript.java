package io.meshinfra.resource.service;

import io.meshinfra.model.ShellScript;
import io.meshinfra.resource.Reactive;
import java.util.ArrayList;
import java.util.List;

/** Brings a service about where systemd does not run: scripts in /etc/init.d, also OpenRC. */
final class SysvScript {
  private SysvScript() {}

  static ShellScript of(ServiceSpec spec, Todo todo) {
    if (todo.mask().orElse(false)) {
      return ShellScript.of(
          "echo 'services can be masked by systemd only, which does not run here' >&2\nexit 1");
    }
    List<ShellScript> lines = new ArrayList<>();
    lines.add(ShellScript.of("umask 022\nMESH_SERVICE={}", spec.name()));
    lines.add(FUNCTIONS);
    todo.enable()
        .ifPresent(
            yes -> lines.add(yes ? ShellScript.of("mesh_enable") : ShellScript.of("mesh_disable")));
    todo.run()
        .ifPresent(
            yes -> lines.add(yes ? ShellScript.of("mesh_up start") : ShellScript.of("mesh_stop")));
    todo.react().ifPresent(reaction -> lines.add(reaction(spec, reaction)));
    if (todo.clear()) {
      lines.add(ShellScript.of("rm -f -- \"$MESH_DUE/\"{}", spec.dueMarker()));
    }
    return ShellScript.lines(lines);
  }

  private static ShellScript reaction(ServiceSpec spec, Reactive.Reaction reaction) {
    ShellScript act =
        switch (reaction) {
          case RELOAD -> ShellScript.of("  mesh_call reload || mesh_up restart");
          case RESTART -> ShellScript.of("  mesh_up restart");
        };
    return spec.running().orElse(false)
        ? act
        : ShellScript.lines(
            ShellScript.of("if mesh_call status >/dev/null 2>&1; then"), act, ShellScript.of("fi"));
  }

  private static final ShellScript FUNCTIONS =
      ShellScript.of(
          """
          if [ ! -x "/etc/init.d/$MESH_SERVICE" ]; then
            echo "no script /etc/init.d/$MESH_SERVICE on the node, and systemd does not run there;" \\
              "is its package in the profile?" >&2
            exit 1
          fi
          MESH_LIMIT=
          if mesh_has timeout; then MESH_LIMIT='timeout 150'; fi
          mesh_call() {
            if mesh_has service; then $MESH_LIMIT service "$MESH_SERVICE" "$1" </dev/null
            else $MESH_LIMIT "/etc/init.d/$MESH_SERVICE" "$1" </dev/null; fi
          }
          mesh_up() {
            if ! mesh_call "$1"; then
              echo "service $MESH_SERVICE $1 failed" >&2
              exit 1
            fi
            tries=0
            until mesh_call status >/dev/null 2>&1; do
              tries=$((tries + 1))
              if [ "$tries" -gt 10 ]; then
                echo "service $MESH_SERVICE does not run after $1" >&2
                exit 1
              fi
              sleep 1
            done
          }
          mesh_stop() { mesh_call stop; }
          mesh_enable() {
            if mesh_has update-rc.d; then
              update-rc.d "$MESH_SERVICE" defaults
              update-rc.d "$MESH_SERVICE" enable
            elif mesh_has chkconfig; then
              chkconfig --add "$MESH_SERVICE"
              chkconfig "$MESH_SERVICE" on
            else rc-update add "$MESH_SERVICE" default; fi
          }
          mesh_disable() {
            if mesh_has update-rc.d; then update-rc.d "$MESH_SERVICE" disable
            elif mesh_has chkconfig; then chkconfig "$MESH_SERVICE" off
            else rc-update del "$MESH_SERVICE" default; fi
          }
          """);
}
