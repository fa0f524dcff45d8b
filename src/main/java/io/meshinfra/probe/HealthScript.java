package io.meshinfra.probe;

import io.meshinfra.desired.HealthCheck;
import io.meshinfra.model.ShellScript;
import java.util.ArrayList;
import java.util.List;

/**
 * The script of health checks: each is tried until it is well or has no try left, each try in a
 * shell of its own under a timeout, what it says cut to a line. Where no program is there to ask a
 * web server or a port, the check fails and says so.
 */
final class HealthScript {
  private static final ShellScript FUNCTIONS =
      ShellScript.of(
          """
          if timeout -k 1 5 true 2>/dev/null; then mesh_limit='timeout -k 5'
          elif timeout 5 true 2>/dev/null; then mesh_limit=timeout
          elif timeout -t 5 true 2>/dev/null; then mesh_limit='timeout -t'
          else mesh_limit=mesh_unlimited
          fi
          mesh_unlimited() { shift; "$@"; }
          mesh_check() {
            mesh_try=1
            while :; do
              mesh_said=$({ $mesh_limit "$4" sh -c "$5" </dev/null 2>&1; printf '\\n%s' "$?"; } | tail -c 400)
              mesh_code=${mesh_said##*
          }
              if [ "$mesh_code" = 0 ] || [ "$mesh_try" -ge "$2" ]; then break; fi
              mesh_try=$((mesh_try + 1))
              sleep "$3"
            done
            mesh_said=$(printf '%s' "${mesh_said%
          *}" | tr -c '[:print:]' ' ')
            printf '%s\\t%s\\t%s\\t%s\\n' "$mesh_mark" "$1" "$mesh_code" "$mesh_said"
            [ "$mesh_code" = 0 ] || exit 0
          }
          """);

  private HealthScript() {}

  static ShellScript of(List<HealthCheck> checks, String marker) {
    List<ShellScript> lines = new ArrayList<>();
    lines.add(ShellScript.of("mesh_mark={}", marker));
    lines.add(FUNCTIONS);
    for (int i = 0; i < checks.size(); i++) {
      HealthCheck check = checks.get(i);
      lines.add(
          ShellScript.of(
              "mesh_check {} {} {} {} {}",
              i,
              check.tries(),
              check.every().toSeconds(),
              check.timeout().toSeconds(),
              body(check)));
    }
    return ShellScript.lines(lines);
  }

  private static Object body(HealthCheck check) {
    return switch (check.question()) {
      case HealthCheck.Question.Command command -> command.command();
      case HealthCheck.Question.Service service -> service(service.name());
      case HealthCheck.Question.Http http ->
          http(
              http.url().toASCIIString(),
              http.status().map(String::valueOf).orElse(""),
              check.timeout().toSeconds());
      case HealthCheck.Question.Tcp tcp -> tcp(tcp.host(), tcp.port(), check.timeout().toSeconds());
    };
  }

  private static ShellScript service(String name) {
    return ShellScript.of(
        """
        name={}
        if [ -d /run/systemd/system ]; then systemctl is-active -- "$name"
        elif command -v rc-service >/dev/null 2>&1; then rc-service -- "$name" status
        else "/etc/init.d/$name" status
        fi
        """,
        name);
  }

  private static ShellScript http(String url, String status, long seconds) {
    return ShellScript.of(
        """
        url={} status={} seconds={}
        if command -v curl >/dev/null 2>&1; then
          got=$(curl -q -sS -o /dev/null -m "$seconds" -w '%{http_code}' -- "$url") || exit
          echo "status $got"
          if [ -n "$status" ]; then [ "$got" = "$status" ]; else [ "$got" -ge 100 ] && [ "$got" -lt 400 ]; fi
        elif [ -n "$status" ]; then
          echo 'curl is not on the node, and without it nobody can tell the status'
          exit 127
        elif command -v wget >/dev/null 2>&1; then
          wget -q -T "$seconds" -O /dev/null -- "$url"
        else
          echo 'neither curl nor wget is on the node'
          exit 127
        fi
        """,
        url, status, seconds);
  }

  private static ShellScript tcp(String host, int port, long seconds) {
    return ShellScript.of(
        """
        host={} port={} seconds={}
        if command -v bash >/dev/null 2>&1; then
          bash -c 'exec 3<>"/dev/tcp/$1/$2"' _ "$host" "$port"
        elif command -v nc >/dev/null 2>&1; then
          nc -w "$seconds" -- "$host" "$port" </dev/null >/dev/null
        else
          echo 'neither bash nor nc is on the node'
          exit 127
        fi
        """,
        host,
        port,
        seconds);
  }
}
