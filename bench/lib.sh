# shellcheck shell=bash
# What the measurements share: labs, Java programs, rows, clocks. RAW is the file that collects rows: KEY NODES VALUE UNIT.

say() { printf '%s bench: %s\n' "$(date +%T)" "$*" >&2; }
die() { say "$*"; exit 1; }
row() { printf '%s\t%s\t%s\t%s\n' "$@" >> "$RAW"; }
now() { echo "${EPOCHREALTIME/[.,]/}"; }                            # in microseconds
ms() { awk -v us="$1" 'BEGIN { printf "%.3f", us / 1000 }'; }
repeat() { local n=$1; shift; while [ "$n" -gt 0 ]; do "$@"; n=$((n - 1)); done; }

# Runs a command and records its wall time and the CPU time of it and all its children.
measured() { # measured KEY NODES COMMAND...
  local key=$1 nodes=$2 code=0 real user system
  shift 2
  TIMEFORMAT='%3R %3U %3S'
  { time { "$@" > "$WORK/last.log" 2>&1 || code=$?; }; } 2> "$WORK/time"
  [ "$code" = 0 ] || { tail -n 20 "$WORK/last.log" >&2; die "failed with $code: $*"; }
  read -r real user system < "$WORK/time"
  row "$key.wall" "$nodes" "$(awk -v s="$real" 'BEGIN { print s * 1000 }')" ms
  row "$key.cpu" "$nodes" "$(awk -v a="$user" -v b="$system" 'BEGIN { print (a + b) * 1000 }')" ms
}

lab() { LAB_ID=$lab "$ROOT/lab/lab" "$@"; }
lab_fresh() { # lab_fresh ID NODES; sets lab, key and the folder `content` with both descriptions of it
  lab=$1
  key=/var/lib/mesh-lab/$lab/key
  content=$WORK/lab-$lab
  say "lab $lab: $2 fresh nodes"
  lab down 2> /dev/null
  labs+=" $lab"
  lab up "$2" > /dev/null 2> "$WORK/lab.log" || { tail -n 5 "$WORK/lab.log" >&2; die "lab $lab did not come up"; }
  rm -rf "$content"
  mkdir -p "$content"
  lab manifests | BENCH_KEY=$key BENCH_SOCKETS=$WORK/sockets "$BENCH/content" "$content"
}
lab_gone() {
  stop_masters
  lab down 2> /dev/null
  rm -rf "$content"
}

class_path() {
  echo "$ROOT/target/test-classes:$(printf '%s:' "$ROOT"/target/quarkus-app/{app,lib/main,lib/boot}/*.jar)"
}
program() { # program CLASS ARGS...: one of src/test/java/io/meshinfra/bench
  local class=$1
  shift
  # shellcheck disable=SC2086
  "$JAVA_HOME/bin/java" ${BENCH_JAVA_OPTS:-} --enable-native-access=ALL-UNNAMED \
    -Djava.util.logging.manager=org.jboss.logmanager.LogManager -cp "$CLASS_PATH" "io.meshinfra.bench.$class" "$@" \
    2> "$WORK/program.log" || { tail -n 20 "$WORK/program.log" >&2; die "$class failed"; }
  if grep -qv '^WARN\|^SLF4J' "$WORK/program.log"; then head -n 5 "$WORK/program.log" | cut -c1-300 >&2; fi
}

# Node names and addresses of the lab that is up.
addresses() { awk '{ split($2, part, "="); print part[2] }' <(grep ansible_host= "$content/ansible/inventory"); }

warm_ssh() { # warm_ssh ADDRESS COMMAND...: over a connection that is kept open, as the bare floor
  local address=$1
  shift
  ssh -i "$key" -o IdentitiesOnly=yes -o UserKnownHostsFile="$content/ansible/known_hosts" -o StrictHostKeyChecking=yes \
    -o ControlMaster=auto -o ControlPersist=600 -o ControlPath="$WORK/sockets/f-%h" -n "mesh-ops@$address" "$@"
}
stop_masters() {
  local socket
  for socket in "$WORK"/sockets/* "$WORK"/sockets/a/*; do
    [ ! -S "$socket" ] || ssh -o ControlPath="$socket" -O exit none 2> /dev/null || true
  done
}
