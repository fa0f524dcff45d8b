package io.meshinfra.probe;

import io.meshinfra.model.FirewallProgram;
import io.meshinfra.model.FirewallUse;
import io.meshinfra.model.ShellScript;
import io.meshinfra.resource.ProbeOutput;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which firewalls a machine uses, as the kernel has them, and as they are switched on for the next
 * boot. Rows are {@code firewall PROGRAM running|enabled}, and {@code firewall asked} at the end
 * when nothing stayed in the dark; without it nothing is known.
 *
 * <p>What denies by default, and is of no program that is known here, is of somebody else: a chain
 * of the hook {@code input} whose policy is drop, or whose last rule drops or rejects all that is
 * left. Docker, fail2ban or Tailscale only have their say about some packets, and are none.
 */
final class FirewallProbe {
  /** A row for each program and each of the two words, said at most twice, and the last one. */
  private static final int MOST_ROWS = 4 * FirewallProgram.values().length + 1;

  private FirewallProbe() {}

  static ShellScript script() {
    return ShellScript.lines(units(), kernel(), ShellScript.of("(mesh_firewalls)"));
  }

  private static ShellScript units() {
    return ShellScript.of(
        """
        mesh_wall() { printf 'firewall\\t%s\\t%s\\n' "$1" "$2"; }
        mesh_brief() { if [ "$fw_timeout" ]; then timeout 5 "$@"; else "$@"; fi; }
        # Prints those of the units that run or are enabled: "on NAME", "runs NAME".
        mesh_wall_units() {
          if [ "$MESH_INIT" = systemd ]; then
            for u in firewalld nftables; do
              mesh_brief systemctl show -p ActiveState -p UnitFileState "$u.service" | head -c 1024 |
                while IFS='=' read -r k v; do case $k=$v in
                  ActiveState=active|ActiveState=activating|ActiveState=reloading) echo "runs $u";;
                  UnitFileState=enabled*) echo "on $u";;
                esac; done
            done
            return
          fi
          for u in firewalld nftables; do
            for level in boot default; do
              if [ -e "/etc/runlevels/$level/$u" ]; then echo "on $u"; fi
            done
            set +f
            for link in /etc/rc[2-5].d/S[0-9][0-9]"$u"; do
              if [ -e "$link" ]; then echo "on $u"; fi
            done
            set -f
          done
          if [ -r /run/firewalld.pid ]; then
            read -r pid </run/firewalld.pid
            case $pid in ''|*[!0-9]*) ;; *) if kill -0 "$pid"; then echo 'runs firewalld'; fi;; esac
          fi
        }
        # Chains that packets come in by, each with its table on one line; and those of ufw.
        mesh_wall_chains() {
          { mesh_brief nft list chains || echo 'mesh failed'; } | sed -n \\
            -e '/^mesh failed$/p' -e '/^table /{h;d' -e '}' \\
            -e '/^[[:space:]]*chain ufw6\\{0,1\\}-before-input /p' \\
            -e '/^[[:space:]]*chain /{x;s/\\n.*//;x;H;d' -e '}' \\
            -e '/^[[:space:]]*type filter hook input /{G;s/\\n/ /g;p' -e '}' | head -c 16384
        }
        """);
  }

  private static ShellScript kernel() {
    return ShellScript.of(
        """
        mesh_wall_denies() {
          grep -Eq '^[[:space:]]*(counter packets [0-9]+ bytes [0-9]+ )?(drop|reject)( |$)'
        }
        mesh_firewalls() {
          if timeout 1 true; then fw_timeout=yes; else fw_timeout=; fi
          fw_known=yes fw_ufw= fw_filter=
          fw_units=$(mesh_wall_units)
          case $fw_units in *'runs firewalld'*) mesh_wall firewalld running; fw_filter=firewalld;; esac
          case $fw_units in *'on firewalld'*) mesh_wall firewalld enabled;; esac
          case $fw_units in *'on nftables'*)
            if grep -qs '^table inet mesh_infra' /etc/nftables.conf /etc/sysconfig/nftables.conf \\
              /etc/nftables.nft; then mesh_wall nftables enabled; fi;;
          esac
          if mesh_has ufw && grep -Eqs '^ENABLED="?[Yy][Ee][Ss]' /etc/ufw/ufw.conf; then
            mesh_wall ufw enabled; fi
          fw_chains=
          if mesh_has nft; then fw_chains=$(mesh_wall_chains); fi
          case $fw_chains in *'mesh failed'*) fw_known=;; esac
          [ "${#fw_chains}" -lt 16000 ] || fw_known=
          fw_tables=
          if [ -r /proc/net/ip_tables_names ]; then
            fw_tables=$(head -c 1024 /proc/net/ip_tables_names); fi
          fw_rules=
          case " $fw_tables " in *filter*) fw_legacy=yes;; *) fw_legacy=;; esac
          if [ "$fw_legacy" ] || ! mesh_has nft; then
            for c in iptables-legacy iptables; do
              if mesh_has "$c"; then
                fw_rules=$({ mesh_brief "$c" -w 2 -S INPUT || echo 'mesh failed'; } |
                  sed -n -e '/^mesh failed$/p' -e '/^-P INPUT /p' -e '/-j ufw-before-input/p' -e '$p' |
                  head -c 4096)
                break
              fi
            done
            case $fw_rules in *'mesh failed'*) fw_known=;; esac
          fi
          case $fw_chains$fw_rules in
            *'chain ufw'*'-before-input '*|*'-j ufw-before-input'*) mesh_wall ufw running; fw_filter=ufw;;
          esac
          fw_asked=0
          printf '%s\\n' "$fw_chains" | while read -r line; do
            case $line in *' table '*' {'*'chain '*) ;; *) continue;; esac
            rest=${line#* table }; family=${rest%% *}
            rest=${rest#* }; table=${rest%% *}
            chain=${rest##*chain }; chain=${chain%% *}
            case "$family $table" in
              'inet mesh_infra') mesh_wall nftables running; continue;;
              *' firewalld') mesh_wall firewalld running; continue;;
              'ip filter'|'ip6 filter') if [ "$fw_filter" ]; then continue; fi;;
            esac
            case $line in *'policy drop;'*) mesh_wall foreign running; continue;; esac
            fw_asked=$((fw_asked + 1))
            if [ "$fw_asked" -le 8 ] && mesh_brief nft list chain "$family" "$table" "$chain" |
              tail -n 3 | head -n 1 | head -c 1024 | mesh_wall_denies; then
              mesh_wall foreign running
            fi
          done | sort -u
          if [ "$fw_rules" ] && ! [ "$fw_filter" ]; then
            case $fw_rules in
              *'-P INPUT DROP'*) mesh_wall foreign running;;
              *) case $(printf '%s\\n' "$fw_rules" | tail -n 1) in
                '-A INPUT -j DROP'*|'-A INPUT -j REJECT'*) mesh_wall foreign running;; esac;;
            esac
          fi
          if [ "$fw_known" ]; then printf 'firewall\\tasked\\n'; fi
        }
        """);
  }

  /** Empty, too, when the node says anything that is not understood. */
  static Optional<FirewallUse> read(ProbeOutput output) {
    List<List<String>> rows = output.rows("firewall");
    if (rows.isEmpty() || rows.size() > MOST_ROWS || !rows.getLast().equals(List.of("asked"))) {
      return Optional.empty();
    }
    Set<FirewallProgram> running = EnumSet.noneOf(FirewallProgram.class);
    Set<FirewallProgram> enabled = EnumSet.noneOf(FirewallProgram.class);
    for (List<String> row : rows.subList(0, rows.size() - 1)) {
      if (row.size() != 2) {
        return Optional.empty();
      }
      Optional<FirewallProgram> program = program(row.getFirst());
      if (program.isEmpty()) {
        return Optional.empty();
      }
      switch (row.get(1)) {
        case "running" -> running.add(program.get());
        case "enabled" -> enabled.add(program.get());
        default -> {
          return Optional.empty();
        }
      }
    }
    return Optional.of(FirewallUse.of(running, enabled));
  }

  private static Optional<FirewallProgram> program(String word) {
    return Arrays.stream(FirewallProgram.values())
        .filter(program -> program.word().equals(word))
        .findFirst();
  }
}
