# shellcheck shell=bash disable=SC2034
# Settings of the chosen lab (LAB_ID), messages, and the two things that keep it tidy: its lock and its cgroup.

LAB_ID=${LAB_ID:-0}
STATE_ROOT=${LAB_STATE_DIR:-/var/lib/mesh-lab}
CACHE=${LAB_CACHE_DIR:-/var/cache/mesh-lab}
export LAB_STATE_DIR=$STATE_ROOT LAB_CACHE_DIR=$CACHE

REPO_PORT=8099
BOOT_TIMEOUT=${LAB_BOOT_TIMEOUT:-120}   # seconds without any node coming up before `up` gives up

say() { printf 'lab: %s\n' "$*" >&2; }
die() { say "error: $*"; exit 1; }

settings() {
  [[ $LAB_ID =~ ^[0-9]{1,2}$ ]] || die "LAB_ID must be a number from 0 to 99, not '$LAB_ID'"
  LAB_ID=$((10#$LAB_ID))
  case $STATE_ROOT:$CACHE in
    *:/tmp/* | *:/run/* | /tmp/* | /run/*) die "LAB_STATE_DIR and LAB_CACHE_DIR cannot be under /tmp or /run" ;;
  esac
  STATE=$STATE_ROOT/$LAB_ID                # everything this lab writes
  NODES=$STATE/nodes
  NET=10.$((77 + LAB_ID))                  # its /16
  HOST_ADDRESS=$NET.255.254                # this machine, seen from the nodes
  BRIDGE=meshlab$LAB_ID
  LINK=ml$LAB_ID-                          # + index of the node: this machine's end of the node's cable
  CGROUPS=$(findmnt -nt cgroup2 -o TARGET | head -n 1)
  CGROUP=$CGROUPS/mesh-lab-$LAB_ID         # every process of this lab is somewhere under it
}

need_root() { [ "$(id -u)" = 0 ] || die "the lab makes namespaces and mounts; run it as root"; }

# --- programs ------------------------------------------------------------------------------------------------------

# program:package
PROGRAMS=(
  mmdebstrap:mmdebstrap systemd-nspawn:systemd-container ip:iproute2 ssh-keygen:openssh-client ps:procps
  unshare:util-linux flock:util-linux findmnt:mount setsid:util-linux python3:python3 dpkg-scanpackages:dpkg-dev
  rpmbuild:rpm createrepo_c:createrepo-c
)

missing_packages() {
  local pair
  for pair in "${PROGRAMS[@]}"; do
    command -v "${pair%:*}" > /dev/null || echo "${pair#*:}"
  done
  [ -e /usr/share/keyrings/debian-archive-keyring.gpg ] || echo debian-archive-keyring
}

need_programs() {
  local missing
  missing=$(missing_packages | sort -u | paste -sd' ')
  [ -z "$missing" ] || die "missing packages: $missing. Run 'lab/lab deps' (or 'make lab-deps')"
  [ -n "$CGROUPS" ] || die "no cgroup2 file system is mounted on this machine"
  [ -e "$CGROUPS/cgroup.procs" ] || die "cannot use the cgroup2 file system at $CGROUPS"
}

install_programs() {
  local missing
  mapfile -t missing < <(missing_packages | sort -u)
  [ ${#missing[@]} -gt 0 ] || { say "all programs are there"; return; }
  command -v apt-get > /dev/null || die "no apt-get here; install yourself: ${missing[*]}"
  say "installing ${missing[*]}"
  apt-get -qq update
  DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "${missing[@]}"
}

# --- lock: one `up` or `down` at a time ------------------------------------------------------------------------------

LOCK=

# The lock's file goes away with the lab, so a lock counts only if its file is still the one at that path.
lock() {
  LOCK=/run/lock/mesh-lab-$LAB_ID
  mkdir -p /run/lock
  while :; do
    exec 9> "$LOCK"
    flock -w "${1:-600}" 9 || die "another lab command still works on lab $LAB_ID"
    [ "$(stat -L -c %i "/proc/$$/fd/9")" = "$(stat -c %i "$LOCK" 2> /dev/null)" ] && return
  done
}

unlock() {
  exec 9>&-
}

# --- cgroup: what ends every process of the lab, whatever it was doing -------------------------------------------------

# Everything `up` starts is in the lab's cgroup, and so is `up` itself while it works; so `down` can end an `up` that
# hangs, and what an `up` left that was killed.
enter_cgroup() {
  local home
  home=$(sed -n 's/^0:://p' /proc/self/cgroup)
  mkdir -p "$CGROUP/up"
  kill_cgroup "$CGROUP/up"
  echo $$ > "$CGROUP/up/cgroup.procs"
  # shellcheck disable=SC2064
  trap "leave_cgroup '$home'" EXIT
}

leave_cgroup() {
  echo $$ > "$CGROUPS$1/cgroup.procs" || echo $$ > "$CGROUPS/cgroup.procs" || true
  rmdir "$CGROUP/up" || true
} 2> /dev/null

populated() { grep -qs '^populated 1' "$1/cgroup.events"; }

processes() { find "$1" -name cgroup.procs -exec cat {} + 2> /dev/null || true; }

# SIGKILL to every process in a cgroup and below, until there is none. Fails if that takes longer than 10 s.
kill_cgroup() {
  local tries=0
  while populated "$1"; do
    if ! echo 1 > "$1/cgroup.kill"; then
      processes "$1" | xargs -r kill -KILL   # a kernel before 5.14 has no cgroup.kill
    fi
    [ $((tries += 1)) -le 200 ] || return 1
    sleep 0.05
  done 2> /dev/null
}

remove_cgroup() {
  [ ! -d "$1" ] || find "$1" -depth -type d -exec rmdir {} +
}
