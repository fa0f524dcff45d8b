package io.meshinfra.probe;

import io.meshinfra.model.ShellScript;
import io.meshinfra.resource.ProbePrelude;
import io.meshinfra.resource.Traces;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * Looks at the records of a node: times of files and units, sudo, logins, package logs. It changes
 * nothing. Each part is bounded in time and size, and prints tab-separated rows.
 *
 * @param marker stands in front of every row, made new for every look, so that no record can forge
 *     one
 */
record EvidenceScript(ShellScript text, String marker) {
  static EvidenceScript of(Collection<Traces> traces, String marker) {
    List<String> paths = all(traces, Traces::paths);
    List<String> units = all(traces, Traces::units);
    List<String> packages = all(traces, Traces::packages);
    return new EvidenceScript(
        ShellScript.lines(
            ProbePrelude.script(),
            ShellScript.of("MESH_MARK={}", marker),
            FUNCTIONS,
            ShellScript.of("("),
            ShellScript.of("set -- {*}", paths),
            FILES,
            ShellScript.of("set -- {*}", units),
            UNITS,
            RECORDS,
            ShellScript.of("set -- {*}", packages),
            PACKAGES,
            ShellScript.of(") </dev/null 2>/dev/null"),
            ShellScript.of("mesh_row done")),
        marker);
  }

  private static List<String> all(Collection<Traces> traces, Function<Traces, List<String>> part) {
    return traces.stream().flatMap(t -> part.apply(t).stream()).distinct().limit(500).toList();
  }

  private static final ShellScript FUNCTIONS =
      ShellScript.of(
          """
          mesh_row() {
            printf '%s' "$MESH_MARK"
            for f; do printf '\\t%s' "$f"; done
            printf '\\n'
          }
          mesh_rows() {
            tr '\\t' ' ' | cut -c1-400 |
              MESH_TAG="$MESH_MARK$MESH_TAB$1$MESH_TAB" awk '{ print ENVIRON["MESH_TAG"] $0 }'
          }
          mesh_log() { if mesh_has timeout; then timeout 10 "$@"; else "$@"; fi; }
          mesh_journal() { mesh_log journalctl -q --no-pager -o short-unix --since -7d "$@"; }
          """);

  private static final ShellScript FILES =
      ShellScript.of(
          """
          mesh_row now "$(date +%s)" "$(date +%z)"
          for p; do
            f=$p
            while [ ! -e "$f" ] && [ ! -L "$f" ] && [ "$f" != / ] && [ -n "$f" ]; do
              f=${f%/*}
              if [ -z "$f" ]; then f=/; fi
            done
            mesh_row file "$p" "$f" "$(stat -c %Y -- "$f")" "$(stat -c %Z -- "$f")" \\
              "$(stat -c %U -- "$f")"
          done
          """);

  /** Monotonic times, since all versions of systemd print them in the same way. */
  private static final ShellScript UNITS =
      ShellScript.of(
          """
          if [ "$MESH_INIT" = systemd ]; then
            read -r up _ </proc/uptime
            mesh_row uptime "$up"
            for u; do
              mesh_row unit "$u" \\
                "$(systemctl show -p StateChangeTimestampMonotonic -- "$u" | cut -d= -f2)"
              mesh_journal -u "$u" -n 20 | mesh_rows "journal$MESH_TAB$u"
            done
          fi
          """);

  /** By what the kernel says of the sender, which only root can forge. */
  private static final ShellScript RECORDS =
      ShellScript.of(
          """
          if mesh_has journalctl; then
            mesh_journal _COMM=sudo | grep -F 'COMMAND=' | tail -n 500 | mesh_rows sudo
            mesh_journal _COMM=sshd + _COMM=sshd-session | grep -F 'Accepted ' | tail -n 200 |
              mesh_rows login
          fi
          for l in /var/log/auth.log /var/log/secure; do
            if [ -r "$l" ]; then
              tail -c 1048576 "$l" | grep -F ' sudo' | grep -F 'COMMAND=' | tail -n 500 |
                mesh_rows sudo
              tail -c 1048576 "$l" | grep -F 'Accepted ' | tail -n 200 | mesh_rows login
            fi
          done
          if mesh_has last; then
            mesh_log last --time-format iso -w -n 100 | mesh_rows last
          fi
          """);

  private static final ShellScript PACKAGES =
      ShellScript.of(
          """
          if [ $# -gt 0 ]; then
            for p; do shift; set -- "$@" -e "$p"; done
            tail -c 1048576 /var/log/dpkg.log | grep -F -w "$@" | tail -n 200 | mesh_rows dpkg
            tail -c 1048576 /var/log/apt/history.log | awk '
              /^Start-Date: / { at = $2 " " $3; by = ""; did = "" }
              /^Commandline: / { did = substr($0, 14) }
              /^Requested-By: / { by = $2 }
              /^(Install|Remove|Purge|Upgrade|Downgrade|Reinstall): / {
                printf "%s|%s|%s|%s\\n", at, by, did, $0 }
            ' | grep -F -w "$@" | tail -n 100 | mesh_rows apt
            tail -c 1048576 /var/log/dnf.rpm.log | grep -F -w "$@" | tail -n 200 | mesh_rows rpm
          fi
          """);
}
