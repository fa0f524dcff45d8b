# shellcheck shell=bash disable=SC2154
# What is measured with many nodes: scans of lab nodes, of servers in one process, and with some of them unreachable.

part_of_fleet() { # part_of_fleet NODES: a fleet directory with the first NODES nodes
  rm -rf "$content/part"
  cp -r "$content/fleet" "$content/part"
  awk -v n="$1" 'BEGIN { RS = ORS = "---\n" } NF && ++i <= n' "$content/nodes.yaml" > "$content/part/nodes.yaml"
}

measure_scaling() { # measure_scaling NODES
  local size name
  lab_fresh 83 "$1"
  say "first converge of $1 nodes by mesh"
  program ConvergeBench "$content/fleet" "$key" 8 first.mesh >> "$RAW"
  for size in $((${1} / 4)) $((${1} / 2)) "$1"; do
    say "scan of $size nodes"
    part_of_fleet "$size"
    program ScanBench "$content/part" "$key" "$FEW_ROUNDS" 64 "scale.mesh" >> "$RAW"
  done
  measure_memory "$1"
  say "scan of $1 nodes, a tenth of them cut"
  for name in $(seq -f 'n%g' 1 10 "$1"); do lab cut "$name"; done
  BENCH_JAVA_OPTS=-Dbench.warmup=1 program ScanBench "$content/part" "$key" 5 64 cut.mesh >> "$RAW"
  lab_gone
}

servers_pid=
servers_start() { # servers_start COUNT
  content=$WORK/servers
  key=$WORK/servers.key
  rm -rf "$content" "$key" "$key.pub"
  mkdir -p "$content"
  ssh-keygen -q -t ed25519 -N '' -f "$key"
  "$BENCH/content" "$content" < /dev/null
  coproc SERVERS {
    exec "$JAVA_HOME/bin/java" -Xmx1g -Djava.util.logging.manager=org.jboss.logmanager.LogManager -cp "$CLASS_PATH" \
      io.meshinfra.bench.ManyServers "$1" "$key.pub" "$WORK/answer" "$content/fleet/nodes.yaml" 2> "$WORK/servers.log"
  }
  servers_pid=$SERVERS_PID
  read -r -t 60 _ <&"${SERVERS[0]}" || { tail -n 5 "$WORK/servers.log" >&2; die 'the servers did not start'; }
}
servers_stop() {
  [ -z "$servers_pid" ] || { kill "$servers_pid" 2> /dev/null || true; wait "$servers_pid" 2> /dev/null || true; }
  servers_pid=
}

# A network whose other end takes everything and never answers.
silence_up() {
  local i
  ip link add mesh-bench0 type veth peer name mesh-bench1
  ip addr add 10.76.0.1/16 dev mesh-bench0
  ip link set mesh-bench0 up
  ip link set mesh-bench1 up
  for i in $(seq 250); do ip neigh add "10.76.1.$i" lladdr 02:00:00:00:00:01 dev mesh-bench0 nud permanent; done
}

with_unreachable() { # with_unreachable ONE_IN
  awk -v every="$1" '/host: 127/ && ++i % every == 0 { sub(/host: [0-9.]*/, "host: 10.76.1." (int(i / every) % 250 + 1)) } 1' \
    "$content/fleet/nodes.yaml" > "$content/fleet/nodes.new"
  mv "$content/fleet/nodes.new" "$content/fleet/nodes.yaml"
}

measure_servers() { # measure_servers COUNT
  say "$1 servers in one process"
  servers_start "$1"
  program ScanBench "$content/fleet" "$key" "$FEW_ROUNDS" 64 servers.mesh >> "$RAW"
  measure_memory "$1"
  say "$1 servers, a tenth of them unreachable"
  silence_up
  with_unreachable 10
  # Each round that counts lasts as long as a node is waited for; the others are judged by when the last of them is done.
  BENCH_JAVA_OPTS=-Dbench.warmup=1 program ScanBench "$content/fleet" "$key" 5 64 servers-cut.mesh >> "$RAW"
  ip link del mesh-bench0
  servers_stop
}
