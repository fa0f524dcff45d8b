# shellcheck shell=bash disable=SC2154
# What is measured with nodes alone: floor, first converge, scan, one-file change, beside ansible-playbook.

floor_one() {
  local start
  start=$(now)
  warm_ssh "$first" true
  row floor.one 1 "$(ms $(($(now) - start)))" ms
}
floor_one_sudo() {
  local start
  start=$(now)
  warm_ssh "$first" sudo -n true
  row floor.sudo 1 "$(ms $(($(now) - start)))" ms
}
floor_all() { # all nodes in parallel
  local start address
  start=$(now)
  for address in "${nodes[@]}"; do warm_ssh "$address" true & done
  wait
  row floor.all "${#nodes[@]}" "$(ms $(($(now) - start)))" ms
}

measure_floor() {
  local address first
  mapfile -t nodes < <(addresses)
  first=${nodes[0]}
  for address in "${nodes[@]}"; do warm_ssh "$address" true; done
  repeat "$ROUNDS" floor_one
  repeat "$ROUNDS" floor_one_sudo
  repeat "$ROUNDS" floor_all
}

# The very script of a probe, run on a node by itself: what the node needs without any network. Keeps its answer.
measure_script() {
  local name size loop
  name=$(awk '/ansible_host=/ { print $1; exit }' "$content/ansible/inventory")
  program ProbeText "$content/fleet" "$content/probe.sh" > /dev/null
  size=$(wc -c < "$content/probe.sh")
  lab exec "$name" sh -c 'cat > /tmp/probe.sh' < "$content/probe.sh"
  # Standard input has to stay open as in a session: when it ends, the script takes the hub for gone and stops.
  loop='i=0
    while [ $i -lt ROUNDS ]; do
      { cat /tmp/probe.sh; exec sleep 0.7; } | {
        a=$(date +%s%N); sh -c "eval \"\$(head -c SIZE)\"" > /tmp/answer 2> /dev/null; b=$(date +%s%N)
        echo $(((b - a) / 1000)); }
      i=$((i + 1))
    done'
  loop=${loop/ROUNDS/$ROUNDS}
  for us in $(lab exec "$name" sh -c "${loop/SIZE/$size}" 2> /dev/null); do row script.one 1 "$(ms "$us")" ms; done
  lab exec "$name" cat /tmp/answer > "$WORK/answer"
  grep -q '^@mesh.* done$' "$WORK/answer" || die 'the probe script did not come to its end'
  lab exec "$name" rm /tmp/answer /tmp/probe.sh
}

playbook() { # playbook KEY NODES ARGS...
  local key=$1 nodes=$2
  shift 2
  (cd "$content/ansible" && ANSIBLE_CONFIG=$PWD/ansible.cfg measured "$key" "$nodes" ansible-playbook -f "$nodes" "$@")
}

# mesh on nodes of its own, then ansible on nodes of its own. The latter stay up for the rest.
measure_first_converge() { # measure_first_converge NODES
  lab_fresh 80 "$1"
  say "first converge of $1 nodes by mesh"
  program ConvergeBench "$content/fleet" "$key" 64 first.mesh >> "$RAW"
  lab_gone
  lab_fresh 81 "$1"
  say "first converge of $1 nodes by ansible-playbook"
  playbook first.ansible "$1" site-directories.yaml
  # Cron jobs have other file names: both sides have to be in sync for the scans.
  program ConvergeBench "$content/fleet" "$key" 64 unused > /dev/null
}

measure_scan() { # measure_scan NODES
  say "scan of $1 nodes by mesh"
  program ScanBench "$content/fleet" "$key" "$ROUNDS" 64 scan.mesh >> "$RAW"
  if [ -f "$ROOT/src/main/java/io/meshinfra/cli/Mesh.java" ]; then
    repeat 3 measured scan.cli "$1" "$ROOT/mesh" diff -f "$content/fleet" --identity "$key"
  fi
  say "scan of $1 nodes by ansible-playbook --check --diff"
  repeat "$SLOW_ROUNDS" playbook scan.ansible "$1" --check --diff site-directories.yaml
  repeat 1 playbook scan.ansible-loop "$1" --check --diff site.yaml
}

measure_change() { # measure_change NODES: one line of one file, on all nodes
  local round
  say "change of one file on $1 nodes"
  cp -r "$content/fleet" "$content/fleet-next"
  for round in $(seq "$SLOW_ROUNDS"); do
    echo "changed = mesh $round" >> "$content/fleet-next/files/app-01.conf"
    program ConvergeBench "$content/fleet" "$key" 64 change.mesh "$content/fleet-next" >> "$RAW"
    cp "$content/fleet-next/files/app-01.conf" "$content/fleet/files/app-01.conf"
  done
  echo 'changed = ansible' >> "$content/ansible/files/etc/app-01.conf"
  playbook change.ansible "$1" site-directories.yaml
}

measure_side_by_side() { # measure_side_by_side NODES
  measure_first_converge "$1"
  measure_floor
  measure_script
  measure_scan "$1"
  measure_change "$1"
  lab_gone
}
