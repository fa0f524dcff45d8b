package io.meshinfra.probe.flow;

import io.meshinfra.model.ShellScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The script of tries: picks a program that the node has, tries some at a time, and tells what each
 * program said, cut to a line. Nothing is read out of that on the node.
 *
 * <p>bash comes first since it is quickest to start; one that was built without {@code /dev/tcp} is
 * found out by a try. Of the others each is asked for a connection only.
 */
final class FlowScript {
  /** So many wait for an answer at a time. */
  private static final int AT_A_TIME = 24;

  /** For each try; {@code FlowProbe} counts with it. */
  static final int SECONDS = 3;

  private static final ShellScript FUNCTIONS =
      ShellScript.of(
          """
          LC_ALL=C
          export LC_ALL
          mesh_has() { command -v "$1" >/dev/null 2>&1; }
          mesh_bash_knows() {
            mesh_has bash && timeout 2 true 2>/dev/null || return 1
            case $(timeout 2 bash -c 'exec 3<>/dev/tcp/127.0.0.1/1' 2>&1) in
            *'No such file'*) return 1 ;;
            esac
          }
          if mesh_bash_knows; then mesh_tool=bash
          elif mesh_has python3 && python3 -I -c 'import socket' 2>/dev/null; then mesh_tool=python
          elif mesh_has nc; then mesh_tool=nc
          elif mesh_has curl && curl -q --version 2>/dev/null | grep -q telnet; then mesh_tool=curl
          elif mesh_has ssh; then mesh_tool=ssh
          else mesh_tool=none
          fi
          mesh_tcp_bash() { timeout "$3" bash -c 'exec 3<>"/dev/tcp/$1/$2"' _ "$1" "$2"; }
          mesh_udp_bash() {
            timeout "$3" bash -c 'exec 3<>"/dev/udp/$1/$2" && printf m >&3 && sleep 1 && printf m >&3' _ "$1" "$2"
          }
          mesh_tcp_python() {
            python3 -I -c 'if True:
              import socket, sys
              try:
                socket.create_connection((sys.argv[1], int(sys.argv[2])), int(sys.argv[3])).close()
              except OSError as e:
                sys.exit(str(e) or type(e).__name__)
            ' "$1" "$2" "$3"
          }
          mesh_udp_python() {
            python3 -I -c 'if True:
              import socket, sys
              s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
              s.settimeout(1)
              try:
                s.connect((sys.argv[1], int(sys.argv[2])))
                s.send(b"m")
                s.recv(1)
              except socket.timeout:
                pass
              except OSError as e:
                sys.exit(str(e) or type(e).__name__)
            ' "$1" "$2"
          }
          case $mesh_tool:$(nc -h 2>&1 </dev/null) in
          nc:*BusyBox*) mesh_tcp_nc() { nc -w "$3" "$1" "$2" -e true; } ;;
          *) mesh_tcp_nc() { nc -n -v -w "$3" "$1" "$2"; } ;;
          esac
          mesh_tcp_curl() { curl -q -v -s --connect-timeout "$3" --max-time "$3" "telnet://$1:$2"; }
          mesh_tcp_ssh() {
            ssh -F none -o BatchMode=yes -o StrictHostKeyChecking=yes -o UserKnownHostsFile=/dev/null \\
              -o GlobalKnownHostsFile=/dev/null -o ConnectTimeout="$3" -p "$2" -l nobody -- "$1" true
          }
          mesh_line() { tr '\\n\\t' '  ' | tr -cd ' -~' | cut -c1-200; }
          mesh_way() {
            mesh_said=$(ip -4 route get "$1" 2>&1 | head -n 1 | mesh_line)
            printf '%s\\tway\\t%s\\t%s\\n' "$mesh_mark" "$1" "$mesh_said"
          }
          mesh_try() {
            case $mesh_tool:$2 in
            bash:* | python:* | *:tcp) ;;
            *)
              printf '%s\\ttry\\t%s\\t127\\tneither bash nor python3 is there\\n' "$mesh_mark" "$1"
              return
              ;;
            esac
            mesh_said=$("mesh_$2_$mesh_tool" "$3" "$4" "$5" 2>&1 </dev/null)
            mesh_exit=$?
            mesh_said=$(printf '%s' "$mesh_said" | mesh_line)
            printf '%s\\ttry\\t%s\\t%s\\t%s\\n' "$mesh_mark" "$1" "$mesh_exit" "$mesh_said"
          }
          printf '%s\\ttool\\t%s\\n' "$mesh_mark" "$mesh_tool"
          [ "$mesh_tool" != none ] || exit 0
          """);

  private FlowScript() {}

  /**
   * @param own addresses that the node shall have
   */
  static ShellScript of(List<String> own, List<FlowTry> tries, String marker) {
    List<ShellScript> lines = new ArrayList<>();
    lines.add(ShellScript.of("mesh_mark={}", marker));
    lines.add(FUNCTIONS);
    Stream.concat(own.stream(), tries.stream().map(FlowTry::address))
        .distinct()
        .forEach(address -> lines.add(ShellScript.of("mesh_way {}", address)));
    for (int i = 0; i < tries.size(); i++) {
      FlowTry one = tries.get(i);
      lines.add(
          ShellScript.of(
              "mesh_try {} {} {} {} {} &",
              i,
              one.protocol().name().toLowerCase(Locale.ROOT),
              one.address(),
              one.port(),
              SECONDS));
      if ((i + 1) % AT_A_TIME == 0) {
        lines.add(ShellScript.of("wait"));
      }
    }
    lines.add(ShellScript.of("wait\nprintf '%s\\tend\\n' \"$mesh_mark\""));
    return ShellScript.lines(lines);
  }

  /** How long all of them take at the most. */
  static int longestSeconds(int tries) {
    return (tries / AT_A_TIME + 1) * (SECONDS + 2);
  }
}
