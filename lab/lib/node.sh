# shellcheck shell=bash disable=SC2034,SC2153
# A node: a directory in $NODES with its name, index (address), flavour, lower (base), upper and work (its own files).

node_names() {
  local directory
  for directory in "$NODES"/*/; do
    [ -d "$directory" ] && basename "$directory"
  done | sort -V
}

node_index() { cat "$NODES/$1/index"; }
node_address() { address_of "$(node_index "$1")"; }
node_cgroup() { echo "$CGROUP/node-$1"; }
node_running() { populated "$(node_cgroup "$1")"; }

need_node() {
  [ -n "${1:-}" ] || die "which node? there are: $(node_names | paste -sd' ')"
  [ -d "$NODES/$1" ] || die "no node '$1' in lab $LAB_ID; there are: $(node_names | paste -sd' ')"
}

node_state() {
  if ! node_running "$1"; then
    echo down
  elif [ -e "$NODES/$1/cut" ]; then
    echo cut
  else
    echo up
  fi
}

# --- making ----------------------------------------------------------------------------------------------------------

node_create() { # node_create NAME FLAVOUR INDEX LOWER; complete or not there at all
  local new=$NODES/.new-$1 key
  rm -rf "$new"
  mkdir -p "$new/upper/etc/ssh" "$new/work" "$new/root"
  echo "$1" > "$new/name"
  echo "$2" > "$new/flavour"
  echo "$3" > "$new/index"
  echo "$4" > "$new/lower"
  echo "$1" > "$new/upper/etc/hostname"
  printf '127.0.0.1 localhost\n%s %s\n' "$(address_of "$3")" "$1" > "$new/upper/etc/hosts"
  key=$new/upper/etc/ssh/ssh_host_ed25519_key
  ssh-keygen -q -t ed25519 -N '' -C "$1" -f "$key"
  cut -d' ' -f1,2 "$key.pub" > "$new/host-key"
  mv "$new" "$NODES/$1"
}

free_index() { # free_index FROM: the first that no node has
  local index=$1
  while grep -qsx "$index" "$NODES"/*/index; do index=$((index + 1)); done
  echo "$index"
}

# A small disk of its own, in memory: it outlives the node's power, not this machine's.
node_disk() { # node_disk NAME SIZE
  local disk=$NODES/$1/disk
  ! node_running "$1" || die "$1 is up; a disk is put in while it is down (lab stop $1)"
  mkdir -p "$disk"
  mountpoint -q "$disk" || mount -t tmpfs -o "size=$2,mode=755" mesh-lab-disk "$disk"
  mkdir -p "$disk/srv" "$disk/mesh-infra"
}

# --- power -----------------------------------------------------------------------------------------------------------

node_start() { # does not wait
  local cgroup
  node_running "$1" && return
  cgroup=$(node_cgroup "$1")
  rm -f "$NODES/$1/started"
  remove_cgroup "$cgroup"
  mkdir -p "$cgroup"
  NODE_CGROUP=$cgroup NODE_ADDRESS=$(node_address "$1") LAB_ID=$LAB_ID LINK=$LINK BRIDGE=$BRIDGE HOST_ADDRESS=$HOST_ADDRESS \
    setsid "$HERE/node-run" "$NODES/$1" < /dev/null > "$NODES/$1/console.log" 2>&1 9>&- &
  disown
}

node_stop() { # as when someone presses the power button: services are stopped
  local cgroup pid
  cgroup=$(node_cgroup "$1")
  pid=$(node_nspawn "$1")
  if [ -n "$pid" ]; then
    kill -TERM "$pid" 2> /dev/null || true
    for _ in $(seq 200); do
      populated "$cgroup" || return 0
      sleep 0.1
    done
    say "$1 did not stop within 20 s; killing it"
  fi
  node_kill "$1"
}

node_kill() { # as when the power goes
  kill_cgroup "$(node_cgroup "$1")" || die "some processes of $1 do not go away"
}

node_nspawn() {
  local pid name
  for pid in $(processes "$(node_cgroup "$1")"); do
    { read -r name < "/proc/$pid/comm"; } 2> /dev/null || continue   # it just ended
    if [ "$name" = systemd-nspawn ]; then echo "$pid"; return; fi
  done
}

# Process id of the node's PID 1 as this machine sees it; nothing if there is none.
node_init() {
  local pids
  mapfile -t pids < <(processes "$(node_cgroup "$1")" | sed 's|.*|/proc/&/status|')
  [ ${#pids[@]} -gt 0 ] || return 0
  # grep, not awk: processes come and go meanwhile, and awk gives up at the first file that is gone.
  grep -sHE $'^NSpid:\t[0-9]+\t1$' "${pids[@]}" | awk -F/ '{ print $3; exit }' || true
}

node_reboot() {
  local before now
  before=$(node_init "$1")
  [ -n "$before" ] || die "$1 is down; lab start $1"
  node_exec "$1" reboot || true
  for _ in $(seq 400); do
    now=$(node_init "$1")
    [ -n "$now" ] && [ "$now" != "$before" ] && return
    node_running "$1" || die "$1 did not come back from its reboot; see $NODES/$1/console.log"
    sleep 0.05
  done
  die "$1 did not reboot within 20 s"
}

# --- inside ----------------------------------------------------------------------------------------------------------

node_exec() { # node_exec NAME CMD...: as root, with the environment of a fresh root login
  local init
  init=$(node_init "$1")
  [ -n "$init" ] || die "$1 is down; lab start $1"
  shift
  env -i HOME=/root USER=root LOGNAME=root SHELL=/bin/bash LANG=C.UTF-8 TERM="${TERM:-dumb}" \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    nsenter --target "$init" --all --wdns=/root -- "$@" 9>&-
}

answers() { # answers NAME: its sshd greets
  local greeting link
  link=$LINK$(node_index "$1")
  # before the cable is in, a connection would wait seconds for an answer from nobody
  [ "$(cat "/sys/class/net/$link/operstate" 2> /dev/null)" = up ] || return 1
  { exec 3<> "/dev/tcp/$(node_address "$1")/22" && read -r -t 2 greeting <&3 && [[ $greeting == SSH-* ]]; } 2> /dev/null
}

# --- waiting ---------------------------------------------------------------------------------------------------------

booting=()   # names of nodes that were started and whose sshd does not answer yet
came_up=0

await_booting() { # await_booting LIMIT TOTAL: until at most LIMIT nodes still boot
  local still name heard=$SECONDS
  while [ ${#booting[@]} -gt "$1" ]; do
    still=()
    for name in "${booting[@]}"; do
      if (answers "$name"); then
        came_up=$((came_up + 1))
        heard=$SECONDS
        say "$came_up/$2 nodes up"
      elif [ -e "$NODES/$name/started" ] && ! node_running "$name"; then
        die "$name died while it booted: $(tail -n 3 "$NODES/$name/console.log" | paste -sd' ')"
      else
        still+=("$name")
      fi
    done
    [ $((SECONDS - heard)) -le "$BOOT_TIMEOUT" ] ||
      die "no answer from ${still[*]} within $BOOT_TIMEOUT s; see $NODES/*/console.log"
    [ ${#still[@]} -lt ${#booting[@]} ] || sleep 0.1
    booting=("${still[@]}")
  done
}

node_await() { # node_await NAME: nobody can wait for a node whose cable is out
  if [ -e "$NODES/$1/cut" ]; then
    say "$1 starts with its cable out (lab heal $1)"
  else
    booting=("$1")
    await_booting 0 1 2> >(grep -v 'nodes up$' >&2)
  fi
}
