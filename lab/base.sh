#!/bin/bash
# base.sh FLAVOUR: build the root file system of a flavour if it is not cached, print its overlay layers ("top:bottom").
#   apt        Debian with systemd, made with mmdebstrap from the host's own apt configuration
#   dnf        a layer on it: dnf and rpm, and an os-release that says Fedora
#   nosystemd  a layer on it: another PID 1
#   forge      a newer Debian with Pagure, a place for git repositories and their pull requests
# A build happens in a temporary directory and is renamed when it is complete, so a crash leaves no half base.
# The name holds a hash of everything it is made of, so a change here makes a new one.
set -euo pipefail
shopt -s inherit_errexit
umask 022
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
CACHE=${LAB_CACHE_DIR:-/var/cache/mesh-lab}
SUITE=${LAB_SUITE:-bookworm}
FORGE_SUITE=${LAB_FORGE_SUITE:-trixie}   # the first Debian that has a Pagure
SCRATCH=   # temporary directory of the build that runs now

PACKAGES=systemd,systemd-sysv,dbus,libpam-systemd,openssh-server,sudo,python3,python3-apt,iproute2,iputils-ping,nftables
PACKAGES+=,procps,ca-certificates,cron,rsync,curl,git,less,kmod,acl,wireguard-tools,wireguard-go
FORGE_PACKAGES=systemd,systemd-sysv,dbus,libpam-systemd,openssh-server,sudo,python3,iproute2,procps,git
FORGE_PACKAGES+=,pagure,redis-server,python3-gunicorn

# Units that make no sense in a container or would only cost time in hundreds of them.
MASKED=(
  systemd-udevd.service systemd-udevd-control.socket systemd-udevd-kernel.socket systemd-udev-trigger.service
  systemd-modules-load.service sys-kernel-debug.mount sys-kernel-tracing.mount sys-kernel-config.mount
  sys-fs-fuse-connections.mount dev-hugepages.mount dev-mqueue.mount systemd-timesyncd.service systemd-resolved.service
  systemd-networkd.service systemd-firstboot.service getty.target console-getty.service apt-daily.timer
  apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer fstrim.timer
)

say() { printf 'lab: %s\n' "$*" >&2; }
die() { say "error: $*"; exit 1; }

suite_of() { # suite_of FLAVOUR
  if [ "$1" = forge ]; then echo "$FORGE_SUITE"; else echo "$SUITE"; fi
}

# The directory of a flavour's own layer; its name changes when anything it is made of changes.
layer_dir() {
  local parts=("$HERE/base.sh" "$HERE/rootfs/apt") hash
  [ "$1" = apt ] || parts+=("$HERE/rootfs/$1")
  hash=$( { suite_of "$1"; find "${parts[@]}" -type f -printf '%P %m\n' -exec cat {} \; ; } | sha256sum | cut -c1-12)
  echo "$CACHE/$1-$hash"
}

# The package sources of the distribution, for a suite, as files in a directory.
package_sources() { # package_sources SUITE DIRECTORY
  local codename file
  if [ -n "${LAB_MIRROR:-}" ]; then
    printf '%s\n' "$LAB_MIRROR" | sed "s/\b$SUITE\b/$1/g" > "$2/lab.list"
    return
  fi
  # shellcheck source=/dev/null
  codename=$(. /etc/os-release; [ "$ID" = debian ] && echo "${VERSION_CODENAME:-}") ||
    die "this host is not Debian; set LAB_MIRROR to the lines of a sources.list for Debian $SUITE"
  for file in /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list; do
    [ -s "$file" ] && sed "s/\b$codename\b/$1/g" "$file" > "$2/${file##*/}"
  done
  [ -n "$(ls "$2")" ] || die "found neither /etc/apt/sources.list.d/debian.sources nor /etc/apt/sources.list"
}

copy_files() { # copy_files FLAVOUR ROOT
  cp -r --no-preserve=ownership "$HERE/rootfs/$1/." "$2/"
}

# Nothing of the host's package sources may stay: nodes reach no registry, and its name is nobody's business.
forget_sources() {
  rm -rf "$1"/etc/apt/sources.list "$1"/etc/apt/sources.list.d/* "$1"/etc/apt/apt.conf.d/99mmdebstrap
  rm -rf "$1"/var/lib/apt/lists/* "$1"/var/cache/apt/*.bin "$1"/var/cache/apt/archives/*.deb
  rm -rf "$1"/var/log/apt "$1"/var/log/dpkg.log "$1"/var/log/bootstrap.log "$1"/var/log/alternatives.log
  mkdir -p "$1"/etc/apt/sources.list.d "$1"/var/lib/apt/lists "$1"/var/log/apt
}

build_debian() { # build_debian ROOT SOURCES SUITE PACKAGES
  local root=$1 unit
  mmdebstrap --mode=root --variant=minbase --format=directory --include="$4" \
    --aptopt='Acquire::Check-Valid-Until "false"' \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' \
    "$3" "$root" "$2"/*
  forget_sources "$root"
  rm -f "$root"/etc/ssh/ssh_host_* "$root"/etc/resolv.conf
  : > "$root/etc/machine-id"
  for unit in "${MASKED[@]}"; do
    ln -sf /dev/null "$root/etc/systemd/system/$unit"
  done
  copy_files apt "$root"
  chmod 0440 "$root/etc/sudoers.d/mesh-ops"
  # '*' and not '!': no password, but not a locked account either
  chroot "$root" useradd --create-home --uid 2000 --shell /bin/sh --password '*' mesh-ops
  install -d -m 700 "$root/root/.ssh" "$root/home/mesh-ops/.ssh"
  chroot "$root" chown mesh-ops: /home/mesh-ops/.ssh
}

build_apt() { # build_apt ROOT SOURCES
  build_debian "$1" "$2" "$SUITE" "$PACKAGES"
}

build_forge() { # build_forge ROOT SOURCES
  local unit
  build_debian "$1" "$2" "$FORGE_SUITE" "$FORGE_PACKAGES"
  copy_files forge "$1"
  chmod 755 "$1"/usr/lib/mesh-lab/*
  for unit in forge-setup forge-web forge-worker forge-webhooks; do
    chroot "$1" systemctl --quiet enable "$unit.service"
  done
  # what the package would start by itself, or that waits for what the lab has not
  chroot "$1" systemctl --quiet mask apache2.service
}

build_dnf() { # build_dnf ROOT SOURCES
  local root=$1
  # The host's apt does the work and only dpkg runs inside: so whatever lets the host reach its mirror serves here too.
  local apt=(
    apt-get -qq -o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$2"
    -o Dir::State="$root/var/lib/apt" -o Dir::State::status="$root/var/lib/dpkg/status" -o Dir::Cache="$root/var/cache/apt"
    -o DPkg::Chroot-Directory="$root" -o DPkg::Use-Pty=false -o Acquire::Check-Valid-Until=false
    -o Dir::Log="$root/var/log/apt" -o APT::Update::Post-Invoke::= -o APT::Sandbox::User=root
  )
  mount -t proc proc "$root/proc"
  printf '#!/bin/sh\nexit 101\n' > "$root/usr/sbin/policy-rc.d" && chmod +x "$root/usr/sbin/policy-rc.d"
  "${apt[@]}" update
  DEBIAN_FRONTEND=noninteractive "${apt[@]}" install -y --no-install-recommends dnf rpm
  rm "$root/usr/sbin/policy-rc.d"
  umount "$root/proc"
  forget_sources "$root"
  copy_files dnf "$root"
}

build_nosystemd() { # build_nosystemd ROOT
  local name
  copy_files nosystemd "$1"
  for name in reboot poweroff halt shutdown; do
    ln -sf ../lib/mesh-lab/shutdown "$1/usr/sbin/$name"
  done
}

# Fill SCRATCH/layer. Runs in a mount namespace of its own: whatever happens, no mount stays.
build_layer() { # build_layer FLAVOUR SCRATCH
  local root=$2/layer
  if [ "$1" != apt ] && [ "$1" != forge ]; then
    root=$2/merged
    mkdir "$root" "$2/work"
    mount -t overlay overlay -o "lowerdir=$(layer_dir apt),upperdir=$2/layer,workdir=$2/work" "$root"
  fi
  "build_$1" "$root" "$2/sources"
}

build() { # build FLAVOUR TARGET
  local flavour=$1 target=$2 log=$CACHE/build.log started=$SECONDS
  rm -rf "$CACHE"/.build-*     # left by a build that was killed; we hold the lock, so nobody works there
  SCRATCH=$(mktemp -d "$CACHE/.build-XXXXXX")
  trap 'rm -rf "$SCRATCH"' EXIT
  mkdir "$SCRATCH/layer" "$SCRATCH/sources"
  say "building the $flavour base (once; later labs take it from $CACHE)"
  [ "$flavour" = nosystemd ] || package_sources "$(suite_of "$flavour")" "$SCRATCH/sources"
  # A process of its own, because in a function behind || bash would go on after an error.
  unshare --mount "$HERE/base.sh" --build-layer "$flavour" "$SCRATCH" > "$log" 2>&1 || build_failed "$flavour" "$log"
  mv "$SCRATCH/layer" "$target"
  rm -rf "$SCRATCH" "$log"
  trap - EXIT
  say "built the $flavour base in $((SECONDS - started)) s: $target"
}

build_failed() {
  tail -n 15 "$2" | sed 's/^/  | /' >&2
  die "could not build the $1 base; it needs the package mirror of this host's /etc/apt (whole log: $2)"
}

# Bases that no script makes any more, that no lab uses and that were not used for half a day.
drop_stale() {
  local dir keep
  keep=" $(layer_dir apt) $(layer_dir dnf) $(layer_dir nosystemd) $(layer_dir forge) "
  for dir in "$CACHE"/{apt,dnf,nosystemd,forge}-*; do
    if [ ! -d "$dir" ] || [[ $keep == *" $dir "* ]]; then continue; fi
    if [ -n "$(find "$dir.used" -mmin -720 2>/dev/null)" ]; then continue; fi
    if grep -qsF "$dir" "${LAB_STATE_DIR:-/var/lib/mesh-lab}"/*/nodes/*/lower; then continue; fi
    rm -rf "$dir" "$dir.used"
  done
}

ensure() { # ensure FLAVOUR: its directory exists
  local dir
  dir=$(layer_dir "$1")
  if [ ! -d "$dir" ]; then
    exec 7> "$CACHE/.lock"
    flock -n 7 || { say "waiting for another build"; flock 7; }
    [ -d "$dir" ] || build "$1" "$dir"
    drop_stale
    exec 7>&-
  fi
  touch "$dir.used"
}

main() {
  local flavour=${1:-}
  if [ "$flavour" = --build-layer ]; then
    shift
    build_layer "$@"
    return
  fi
  case $flavour in
    apt | dnf | nosystemd | forge) ;;
    *) die "no flavour '$flavour'; there are: apt, dnf, nosystemd, forge" ;;
  esac
  mkdir -p "$CACHE"
  if [ "$flavour" = apt ] || [ "$flavour" = forge ]; then
    ensure "$flavour"
    layer_dir "$flavour"
  else
    ensure apt
    ensure "$flavour"
    echo "$(layer_dir "$flavour"):$(layer_dir apt)"
  fi
}

main "$@"
