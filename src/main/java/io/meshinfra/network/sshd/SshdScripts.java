package io.meshinfra.network.sshd;

/**
 * What a node does only where its sshd is of that kind, which no revision can know: both are
 * constants, and what differs from node to node is in their environment.
 */
public final class SshdScripts {
  /** Ubuntu from 22.10 on: systemd listens for sshd, on the ports that its configuration says. */
  private static final String GENERATED =
      """
      [ -d /run/systemd/system ] || exit 0
      made= unit=
      for dir in /usr/lib /lib /etc; do
        [ ! -x "$dir/systemd/system-generators/sshd-socket-generator" ] || made=1
      done
      for one in ssh.socket sshd.socket; do ! systemctl -q is-active "$one" 2>/dev/null || unit=$one; done
      [ -n "$made" ] && [ -n "$unit" ] || exit 0
      """;

  /** Whether it listens where it shall. {@code PORTS}: separated by spaces. */
  public static final String CHECK_SOCKET =
      GENERATED
          + """
          listens=$(systemctl show -p Listen "$unit") || exit 1
          for port in $PORTS; do
            echo "$listens" | grep -q ":$port (Stream)" || { echo "$unit does not listen on port $port yet"; exit 1; }
          done
          echo "$listens" | sed -n 's/.*:\\([0-9]*\\) (Stream).*/\\1/p' | while read -r port; do
            case " $PORTS " in *" $port "*) ;; *) echo "$unit still listens on port $port"; exit 1 ;; esac
          done
          """;

  /** The generator looks again, then the socket; sessions that are open go on. */
  public static final String LISTEN_ANEW =
      GENERATED
          + """
          systemctl daemon-reload && systemctl restart "$unit"
          """;

  /** Where the lines for sshd are that not every sshd understands. */
  public static final String PENALTIES = "/etc/ssh/sshd_config.d/11-mesh-penalties.conf";

  /** From OpenSSH 9.8 on; an sshd from before would not start with the word. */
  private static final String KNOWN =
      """
      file=%s
      command -v sshd >/dev/null || PATH=$PATH:/usr/sbin
      sshd -T -C user=root,host=localhost,addr=127.0.0.1,laddr=127.0.0.1,lport=22 2>/dev/null |
        grep -qi '^persourcepenalties ' || exit 0
      text="# Kept by mesh-infra: addresses that sshd shuts out for no number of tries.
      PerSourcePenaltyExemptList $EXEMPT"
      """
          .formatted(PENALTIES);

  /** Whether sshd shuts none of {@code EXEMPT} out, separated by commas; or knows no penalties. */
  public static final String CHECK_PENALTIES =
      KNOWN
          + """
          [ -f "$file" ] && [ "$(cat "$file")" = "$text" ]
          """;

  /** Written beside, tried, and taken away again when sshd does not take it. */
  public static final String EXEMPT =
      KNOWN
          + """
          new=$(mktemp /etc/ssh/.mesh-penalties.XXXXXX) || exit 1
          trap 'rm -f "$new"' EXIT
          printf '%s\\n' "$text" >"$new" && chmod 0644 "$new" && sshd -t -f "$new" && mv "$new" "$file" || exit 1
          sshd -t || { rm -f "$file"; exit 1; }
          if [ -d /run/systemd/system ]; then
            systemctl reload ssh 2>/dev/null || systemctl reload sshd
          elif [ -f /run/sshd.pid ]; then
            kill -HUP "$(cat /run/sshd.pid)"
          fi
          """;

  private SshdScripts() {}
}
