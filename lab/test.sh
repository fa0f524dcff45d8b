#!/bin/bash
# test.sh [nodes|forge]: the lab does what its README says, and leaves nothing behind; both parts, or one. Uses a lab of
# its own (LAB_TEST_ID, default 98).
set -uo pipefail
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export LAB_ID=${LAB_TEST_ID:-98}
STATE=${LAB_STATE_DIR:-/var/lib/mesh-lab}/$LAB_ID
CGROUP=$(findmnt -nt cgroup2 -o TARGET | head -n 1)/mesh-lab-$LAB_ID
LOG=$(mktemp)
WORK=      # folder of the forge's part
LISTENER=  # process that takes the forge's deliveries
passed=0
failed=0

lab() { "$HERE/lab" "$@"; }

check() { # check WHAT CMD...: one line, and what the command said if it failed
  local what=$1
  shift
  if "$@" > "$LOG" 2>&1; then
    passed=$((passed + 1))
    echo "ok - $what"
  else
    failed=$((failed + 1))
    echo "not ok - $what"
    tail -n 20 "$LOG" | sed 's/^/    /'
  fi
}

fails() { ! "$@"; }
prints() { # prints TEXT CMD...
  local text=$1 output
  shift
  output=$("$@" 2>&1)
  echo "$output"
  [[ $output == *"$text"* ]]
}

address() { lab list -o json | python3 -c 'import json, sys; print(*[n["address"] for n in json.load(sys.stdin) if n["name"] == sys.argv[1]])' "$1"; }
state() { lab list -o json | python3 -c 'import json, sys; print(*[n["state"] for n in json.load(sys.stdin) if n["name"] == sys.argv[1]])' "$1"; }

# With the host key that the manifest pins: nothing is learned.
log_in() { # log_in NODE PORT CMD...
  local node=$1 port=$2 address
  shift 2
  address=$(address "$node")
  echo "[$address]:$port $(cat "$STATE/nodes/$node/host-key")" | sed 's/^\[\(.*\)\]:22 /\1 /' > "$LOG.known"
  ssh -n -i "$STATE/key" -p "$port" -o IdentitiesOnly=yes -o UserKnownHostsFile="$LOG.known" -o StrictHostKeyChecking=yes \
    -o BatchMode=yes -o ConnectTimeout=3 "mesh-ops@$address" "$@"
}

boot_id() { lab exec "$1" cat /proc/sys/kernel/random/boot_id; }

# Those on this machine, but for those of other labs, which come and go beside this one.
network_namespaces() {
  local namespace process
  while read -r namespace process; do
    grep -E 'mesh-lab-[0-9]+' "/proc/$process/cgroup" 2> /dev/null | grep -qvE "mesh-lab-$LAB_ID(/|$)" || echo "$namespace"
  done < <(lsns -rnt net -o NS,PID) | sort
}

# What of this lab there is on this machine; the `unreachable` route is there to stay.
leftovers() {
  grep -l "mesh-lab/$LAB_ID/" /proc/[0-9]*/mountinfo 2> /dev/null
  ip -o link | grep -E "(meshlab$LAB_ID|ml$LAB_ID-)"
  ip netns | grep -E "lab$LAB_ID\b"
  find "$CGROUP" -maxdepth 0 2> /dev/null
  find "$STATE" "/run/lock/mesh-lab-$LAB_ID" -maxdepth 0 2> /dev/null
  pgrep -af "mesh-lab/$LAB_ID/|lab$LAB_ID-"
  comm -13 <(echo "$namespaces") <(network_namespaces) | sed 's/^/network namespace /'
  true
}

leaves_nothing() {
  local left try
  for try in $(seq 20); do    # the kernel clears away namespaces a moment later
    left=$(leftovers)
    [ -n "$left" ] || return 0
    sleep 0.1
  done
  echo "after $try looks: $left"
  return 1
}

check_nodes() {
  check 'up with three flavours' lab up --nodes hub:apt,laptop:dnf,wsl:nosystemd
  check 'up again changes nothing' lab up --nodes hub:apt,laptop:dnf,wsl:nosystemd
  check 'another flavour for a node that is there is refused' fails lab up --nodes hub:dnf
  check 'up 0 is refused' fails lab up 0
  check 'an unknown node is named' prints "no node 'nowhere'" lab stop nowhere
  local node
  for node in hub laptop wsl; do
    check "$node: ssh as mesh-ops, sudo without password" prints 'uid=0(root)' log_in "$node" 22 sudo -n id
    check "$node: ssh on the emergency port" prints "$node" log_in "$node" 2222 hostname
  done
  check 'hub: PID 1 is systemd' prints systemd lab exec hub cat /proc/1/comm
  check 'hub: systemd has no failed unit' prints running lab exec hub systemctl is-system-running --wait
  check 'laptop: PID 1 is systemd' prints systemd lab exec laptop cat /proc/1/comm
  check 'laptop: systemd has no failed unit' prints running lab exec laptop systemctl is-system-running --wait
  check 'laptop: os-release says fedora' prints ID=fedora lab exec laptop cat /etc/os-release
  check 'wsl: PID 1 is not systemd' fails prints systemd lab exec wsl cat /proc/1/comm
  check 'wsl: no /run/systemd/system' lab exec wsl test ! -e /run/systemd/system
  check 'wsl: service ssh status' prints 'sshd is running' lab exec wsl service ssh status
  check 'wsl: service cron status' prints 'cron is running' lab exec wsl service cron status
  check 'nodes reach each other' lab exec hub ping -c 1 -W 2 "$(address wsl)"
  check 'nodes are not forwarded to anywhere else' prints 0 cat "/proc/sys/net/ipv4/conf/meshlab$LAB_ID/forwarding"
  check 'manifests: one Node for each' prints 3 sh -c "'$HERE/lab' manifests | grep -c '^kind: Node$'"
  check 'no package source of this machine in a node' prints 'lab.list' lab exec hub ls /etc/apt/sources.list.d
}

check_packages() {
  check 'apt: install mesh-demo=1.0' lab exec hub apt-get -qq install -y mesh-demo=1.0
  check 'apt: it prints 1.0' prints 'mesh-demo 1.0' lab exec hub mesh-demo
  check 'apt: upgrade' lab exec hub apt-get -qq install -y --only-upgrade mesh-demo
  check 'apt: it prints 1.1' prints 'mesh-demo 1.1' lab exec hub mesh-demo
  check 'apt: downgrade' lab exec hub apt-get -qq install -y --allow-downgrades mesh-demo=1.0
  check 'apt: update' lab exec hub apt-get -qq update
  check 'dnf: install mesh-demo-1.0' lab exec laptop dnf -qy install mesh-demo-1.0
  check 'dnf: upgrade' lab exec laptop dnf -qy upgrade mesh-demo
  check 'dnf: it prints 1.1' prints 'mesh-demo 1.1' lab exec laptop mesh-demo
  check 'dnf: the tools of the example fleet' lab exec laptop dnf -qy install tmux ripgrep neovim htop
  check 'apt: the tools of the example fleet' lab exec hub apt-get -qq install -y tmux ripgrep neovim htop
}

check_services() {
  check 'systemd: installed service runs' sh -c \
    "'$HERE/lab' exec hub apt-get -qq install -y mesh-demo-svc && '$HERE/lab' exec hub systemctl is-active mesh-demo-svc"
  check 'systemd: reload' lab exec hub systemctl reload mesh-demo-svc
  check 'systemd: it reloaded' prints 'reloaded: hello' lab exec hub sh -c 'sleep 0.3; journalctl --no-pager -u mesh-demo-svc'
  check 'dnf: install the service' lab exec laptop dnf -qy install mesh-demo-svc
  check 'dnf: enable and start it' lab exec laptop systemctl enable --now mesh-demo-svc
  check 'nosystemd: install the service' lab exec wsl apt-get -qq install -y mesh-demo-svc
  check 'nosystemd: start it' lab exec wsl service mesh-demo-svc start
  check 'nosystemd: it runs' prints 'is running' lab exec wsl service mesh-demo-svc status
  check 'nosystemd: reload' lab exec wsl service mesh-demo-svc reload
}

check_power_and_network() {
  local node before
  check 'cut' lab cut hub
  check 'cut: the list says so' prints cut state hub
  check 'cut: no ssh' fails log_in hub 22 true
  check 'heal' lab heal hub
  check 'heal: ssh' log_in hub 22 true
  for node in hub wsl; do
    before=$(boot_id "$node")
    check "$node: reboot" lab reboot "$node"
    check "$node: a new boot id" fails prints "$before" boot_id "$node"
    before=$(boot_id "$node")
    check "$node: power cut" lab kill "$node"
    check "$node: is down" prints down state "$node"
    check "$node: exec says how to go on" prints "lab start $node" lab exec "$node" true
    check "$node: start" lab start "$node"
    check "$node: a new boot id" fails prints "$before" boot_id "$node"
    check "$node: same host key, ssh" log_in "$node" 22 true
    check "$node: shut down" lab stop "$node"
    check "$node: start" lab start "$node"
  done
  check 'hub: files outlive a power cut' prints 'mesh-demo 1.0' lab exec hub mesh-demo
  check 'wsl: the service came back with the node' prints 'is running' lab exec wsl service mesh-demo-svc status
  check 'a disk for a node that is up is refused' prints 'lab stop hub' lab disk hub 8m
  check 'hub: shut down for a disk' lab stop hub
  check 'hub: a small disk' lab disk hub 8m
  check 'hub: start with it' lab start hub
  check 'hub: /srv is small' prints 8.0M lab exec hub df -h /srv
  check 'hub: the runs of mesh are on it too' prints 8.0M lab exec hub df -h /var/lib/mesh-infra
  check 'hub: write on it' lab exec hub touch /srv/outlives
  check 'hub: power cut with a disk' lab kill hub
  check 'hub: start again' lab start hub
  check 'hub: the disk outlived it' lab exec hub test -e /srv/outlives
  xargs kill -KILL < "$CGROUP/node-laptop/supervisor/cgroup.procs"
  sleep 0.3
  check 'laptop: killed nspawn means down' prints down state laptop
  check 'laptop: up starts it again' lab up --nodes hub:apt,laptop:dnf,wsl:nosystemd
  check 'laptop: ssh' log_in laptop 22 true
}

# `up` is killed at several moments; what it started goes on. Then `down`, or `up` again.
check_crashes() {
  local moment
  for moment in 0.05 0.15 0.3 0.5 0.8; do
    lab up 6 > "$LOG" 2>&1 &
    sleep "$moment"
    kill -KILL $! 2> /dev/null
    wait $! 2> /dev/null
    check "up killed after $moment s, then down" lab down
    check "up killed after $moment s: nothing left" leaves_nothing
  done
  lab up 4 > "$LOG" 2>&1 &
  sleep 0.5
  kill -KILL $! 2> /dev/null
  wait $! 2> /dev/null
  check 'up killed, then up repairs' lab up 4
  check 'up killed, then up: all are up' prints 4 sh -c "'$HERE/lab' list | grep -c 'up$'"
  lab up 12 > "$LOG" 2>&1 &
  sleep 0.7
  check 'down ends an up that works just now' lab down
  wait $! 2> /dev/null
  check 'nothing left' leaves_nothing
}

# shellcheck source=/dev/null
source "$HERE/test-forge.sh"

check_all_nodes() {
  check_nodes
  check_packages
  check_services
  check_power_and_network
  check 'down' lab down
  check 'down: nothing left' leaves_nothing
  check 'down: the route that keeps lab traffic inside stays' prints unreachable ip route show "10.$((77 + LAB_ID)).0.0/16"
  check 'down again is fine' lab down
  check_crashes
}

main() {
  [ "$(id -u)" = 0 ] || { echo 'run it as root' >&2; exit 1; }
  lab down > "$LOG" 2>&1
  namespaces=$(network_namespaces)
  trap 'kill $LISTENER 2> /dev/null; lab down > /dev/null 2>&1; rm -rf "$LOG" "$LOG.known" "$WORK"' EXIT
  case ${1:-} in
    nodes) check_all_nodes ;;
    forge) check_forge ;;
    '') check_all_nodes; check_forge ;;
    *) echo "test.sh [nodes|forge], and not '$1'" >&2; exit 1 ;;
  esac
  echo "$passed passed, $failed failed"
  [ "$failed" = 0 ]
}

main "$@"
