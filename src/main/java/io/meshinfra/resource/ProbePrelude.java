package io.meshinfra.resource;

import io.meshinfra.model.ResourceId;
import io.meshinfra.model.ShellScript;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * What every probe and apply script finds on the node: {@code $MESH_INIT} (systemd, sysv, none),
 * {@code $MESH_PM} (apt, dnf, apk, brew, none), {@code $MESH_DUE} (folder of the due reactions),
 * {@code $MESH_TAB} (one tab) and {@code mesh_b64 FILE} (its bytes as base64 on one line), {@code
 * mesh_stat}, {@code mesh_sha256}, {@code mesh_has COMMAND} and {@code mesh_as USER COMMAND...}
 * (runs it as that user, without a session). {@code LC_ALL=C}, a full {@code PATH}, {@code set -f}
 * and {@code umask 077} are in force.
 */
public final class ProbePrelude {
  /** Where the node keeps what mesh-infra must remember there. */
  public static final String HOME = "/var/lib/mesh-infra";

  private ProbePrelude() {}

  /** Everything: settings, functions, and what the node is. */
  public static ShellScript script() {
    return ShellScript.lines(functions(), detection());
  }

  /** Settings and functions; changes no variable that {@link #detection} sets. */
  public static ShellScript functions() {
    return ShellScript.of(
        """
        set -f
        umask 077
        LC_ALL=C PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/opt/homebrew/bin
        export LC_ALL PATH
        MESH_TAB='	'
        MESH_DUE=/var/lib/mesh-infra/due
        mesh_has() { command -v "$1" >/dev/null 2>&1; }
        if stat -c %a / >/dev/null 2>&1; then
          mesh_stat() { stat -c "stat${MESH_TAB}%F${MESH_TAB}%a${MESH_TAB}%U${MESH_TAB}%G${MESH_TAB}%u${MESH_TAB}%g${MESH_TAB}%s${MESH_TAB}%n" -- "$@"; }
        else
          mesh_stat() { stat -f "stat${MESH_TAB}%HT${MESH_TAB}%Mp%03Lp${MESH_TAB}%Su${MESH_TAB}%Sg${MESH_TAB}%u${MESH_TAB}%g${MESH_TAB}%z${MESH_TAB}%N" -- "$@"; }
        fi
        mesh_sha256() { if mesh_has sha256sum; then sha256sum -- "$@"; else shasum -a 256 -- "$@"; fi; }
        mesh_as() {
          MESH_AS=$1
          shift
          # Without root there is nobody else to become.
          if [ "$(id -u)" != 0 ] && [ "$(id -u "$MESH_AS" 2>/dev/null)" = "$(id -u)" ]; then "$@"; return; fi
          # The setpriv of busybox cannot change the user.
          if setpriv --reuid 0 true 2>/dev/null; then
            setpriv --reuid "$(id -u "$MESH_AS")" --regid "$(id -g "$MESH_AS")" --init-groups "$@"
          elif mesh_has runuser; then
            runuser -u "$MESH_AS" -- "$@"
          else
            su -s /bin/sh -c 'exec "$0" "$@"' -- "$MESH_AS" "$@"
          fi
        }
        mesh_b64() { base64 <"$1" | tr -d '\\n'; }
        """);
  }

  private static ShellScript detection() {
    return ShellScript.of(
        """
        if [ -d /run/systemd/system ]; then MESH_INIT=systemd
        elif [ -d /etc/init.d ]; then MESH_INIT=sysv
        else MESH_INIT=none; fi
        MESH_ID=; MESH_LIKE=; MESH_VERSION=
        if [ -r /etc/os-release ]; then
          while IFS='=' read -r k v; do
            v=${v#\\"}; v=${v%\\"}
            case $k in ID) MESH_ID=$v;; ID_LIKE) MESH_LIKE=$v;; VERSION_ID) MESH_VERSION=$v;; esac
          done </etc/os-release
        fi
        MESH_PM=none
        case " $MESH_ID $MESH_LIKE " in
          *' debian '*|*' ubuntu '*) mesh_has apt-get && MESH_PM=apt;;
          *' fedora '*|*' rhel '*|*' centos '*) mesh_has dnf && MESH_PM=dnf;;
          *' alpine '*) mesh_has apk && MESH_PM=apk;;
        esac
        if [ "$MESH_PM" = none ]; then
          for c in apt-get:apt dnf:dnf apk:apk brew:brew; do
            if mesh_has "${c%:*}"; then MESH_PM=${c#*:}; break; fi
          done
        fi
        """);
  }

  /** File name of the note that a reaction of a resource is due; its content is the reaction. */
  public static String dueMarker(ResourceId id) {
    return id.kind() + "-" + HexFormat.of().formatHex(id.name().getBytes(StandardCharsets.UTF_8));
  }
}
