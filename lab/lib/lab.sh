# shellcheck shell=bash disable=SC2034,SC2153
# The lab as a whole: up, down, list, manifests.

exists() { [ -d "$STATE" ] || [ -d "$CGROUP" ] || [ -e "/sys/class/net/$BRIDGE" ]; }

# --- up --------------------------------------------------------------------------------------------------------------

# Fills `wanted` with name:flavour, from the command line.
wanted=()

parse_up() {
  local count='' nodes='' pair name flavour seen=' '
  while [ $# -gt 0 ]; do
    case $1 in
      --nodes) nodes=${2:?--nodes wants name:flavour,name:flavour,...}; shift ;;
      --nodes=*) nodes=${1#*=} ;;
      *[!0-9]* | '') die "up N [--nodes name:flavour,...], and not '$1'" ;;
      *) count=$((10#$1)) ;;
    esac
    shift
  done
  if [ -n "$nodes" ]; then
    IFS=, read -ra wanted <<< "$nodes"
    [ -z "$count" ] || [ "$count" = ${#wanted[@]} ] || die "up $count, but --nodes names ${#wanted[@]} nodes"
  else
    [ "${count:-0}" -ge 1 ] || die "how many nodes? for example: lab up 3"
    mapfile -t wanted < <(seq -f 'n%g:apt' "$count")
  fi
  [ ${#wanted[@]} -le 5000 ] || die "5000 nodes at most"
  for pair in "${wanted[@]}"; do
    name=${pair%%:*}
    flavour=${pair#*:}
    [[ $pair == *:* && $name =~ ^[a-z0-9][a-z0-9-]{0,30}$ ]] || die "'$pair' is not name:flavour (name: a-z, 0-9, -)"
    case $flavour in
      apt | dnf | nosystemd) ;;
      *) die "no flavour '$flavour'; there are: apt, dnf, nosystemd" ;;
    esac
    [[ $seen != *" $name "* ]] || die "two nodes named '$name'"
    seen+="$name "
    [ ! -d "$NODES/$name" ] || [ "$(cat "$NODES/$name/flavour")" = "$flavour" ] ||
      die "$name is there already, with flavour $(cat "$NODES/$name/flavour"); lab down first"
  done
}

# Makes what is missing and starts what is down; so it can be repeated, also after an `up` that was killed.
lab_up() {
  local pair name flavour index=0 parallel started=$SECONDS
  local -A lower=()
  parse_up "$@"
  need_programs
  lock
  enter_cgroup
  mkdir -p "$NODES" "$STATE/layers"
  chmod 700 "$STATE"
  rm -rf "$NODES"/.new-*
  key_up
  network_up
  repository_up
  for flavour in $(printf '%s\n' "${wanted[@]#*:}" | sort -u); do
    lower[$flavour]=$(layer_up "$flavour")
  done
  came_up=0
  parallel=${LAB_PARALLEL:-$((4 * $(nproc)))}
  for pair in "${wanted[@]}"; do
    name=${pair%%:*}
    flavour=${pair#*:}
    if [ ! -d "$NODES/$name" ]; then
      index=$(free_index $((index + 1)))
      node_create "$name" "$flavour" "$index" "${lower[$flavour]}"
    fi
    node_start "$name"
    [ -e "$NODES/$name/cut" ] || booting+=("$name")
    # all at once they would only wait for each other, and for the slowest longest
    await_booting $((parallel - 1)) ${#wanted[@]}
  done
  await_booting 0 ${#wanted[@]}
  say "lab $LAB_ID is up after $((SECONDS - started)) s; repository at http://$HOST_ADDRESS:$REPO_PORT, key $STATE/key"
  list_table
}

# --- down ------------------------------------------------------------------------------------------------------------

# Needs no knowledge of what was there: everything is under the lab's cgroup, its directory, or its names.
lab_down() {
  if ! exists; then
    say "lab $LAB_ID is not up"
    return
  fi
  kill_cgroup "$CGROUP" || true        # an `up` that works just now ends here, and lets go of its lock
  lock 60
  kill_cgroup "$CGROUP" || die "some processes of lab $LAB_ID do not go away: $(processes "$CGROUP" | paste -sd' ')"
  network_down
  remove_cgroup "$CGROUP"
  disks_down
  rm -rf "${STATE:?}"
  rmdir "$STATE_ROOT" 2> /dev/null || true
  rm -f "$LOCK"
  unlock
  say "lab $LAB_ID is down"
}

disks_down() {
  local disk
  for disk in "$NODES"/*/disk; do
    ! mountpoint -q "$disk" || umount "$disk" || die "the disk $disk is in use"
  done
}

# --- tell ------------------------------------------------------------------------------------------------------------

list_table() {
  local name
  {
    echo 'NODE FLAVOUR ADDRESS STATE'
    for name in $(node_names); do
      echo "$name $(cat "$NODES/$name/flavour") $(node_address "$name") $(node_state "$name")"
    done
  } | column -t
}

list_json() {
  local name separator=
  printf '['
  for name in $(node_names); do
    printf '%s\n  {"name": "%s", "flavour": "%s", "address": "%s", "state": "%s"}' "$separator" \
      "$name" "$(cat "$NODES/$name/flavour")" "$(node_address "$name")" "$(node_state "$name")"
    separator=,
  done
  printf '\n]\n'
}

lab_list() {
  case "$*" in
    '') list_table ;;
    '-o json' | '-ojson' | '--output json' | '--output=json') list_json ;;
    *) die "list [-o json], and not '$*'" ;;
  esac
}

manifests() {
  local name address separator=
  for name in $(node_names); do
    [ "$(cat "$NODES/$name/flavour")" != forge ] || continue   # no node of the fleet
    address=$(node_address "$name")
    printf '%s' "$separator"
    cat << END
apiVersion: mesh-infra/v1
kind: Node
metadata:
  name: $name
  labels: {lab: "true", flavour: $(cat "$NODES/$name/flavour")}
spec:
  access:
    - ssh: {host: $address, port: 22, name: lan}
    - ssh: {host: $address, port: 2222, name: emergency}
  hostKeys: ["$(cat "$NODES/$name/host-key")"]
  user: mesh-ops
  become: sudo
END
    separator=$'---\n'
  done
}

# --- cache -----------------------------------------------------------------------------------------------------------

purge() {
  local other
  lab_down
  for other in "$STATE_ROOT"/*/; do
    [ ! -d "$other" ] || die "lab $(basename "$other") is up and uses the cache $CACHE"
  done
  rm -rf "${CACHE:?}"
  say "removed $CACHE"
}
