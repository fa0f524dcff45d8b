#!/bin/bash
# repo.sh: build the lab's small package repository if it is not cached, print its directory.
#   deb/   a flat apt repository      rpm/   the same packages for dnf
# Built in a temporary directory and renamed when complete; the name holds a hash of what it is made of.
set -euo pipefail
shopt -s inherit_errexit
umask 022
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
CACHE=${LAB_CACHE_DIR:-/var/cache/mesh-lab}
LOG=$CACHE/repo.log
SCRATCH=

say() { printf 'lab: %s\n' "$*" >&2; }

# --- what the packages hold: each function fills the tree $1 ---------------------------------------------------------

demo_tree() { # demo_tree TREE VERSION
  script "$1/usr/bin/mesh-demo" "echo 'mesh-demo $2'"
}

service_tree() {
  local from=$HERE/packages/mesh-demo-svc
  install -D -m 755 "$from/mesh-demo-svcd" "$1/usr/sbin/mesh-demo-svcd"
  install -D -m 644 "$from/mesh-demo-svc.conf" "$1/etc/mesh-demo-svc.conf"
  install -D -m 644 "$from/mesh-demo-svc.service" "$1/usr/lib/systemd/system/mesh-demo-svc.service"
  install -D -m 755 "$from/mesh-demo-svc.init" "$1/etc/init.d/mesh-demo-svc"
}

tiny_tree() { # tiny_tree TREE NAME
  mkdir -p "$1/usr/share/$2"
  echo "$2" > "$1/usr/share/$2/content"
}

tool_tree() { # tool_tree TREE COMMAND VERSION
  script "$1/usr/bin/$2" "echo '$2 $3 (lab stand-in)'"
}

script() {
  mkdir -p "${1%/*}"
  printf '#!/bin/sh\n%s\n' "$2" > "$1"
  chmod 755 "$1"
}

# --- packages --------------------------------------------------------------------------------------------------------

# One package, in both formats, of the tree that is ready in $SCRATCH/tree.
package() { # package NAME VERSION DESCRIPTION
  deb "$@"
  rpm_file "$@"
  rm -rf "$SCRATCH/tree"
}

deb() {
  local tree=$SCRATCH/debtree name=$1
  cp -a "$SCRATCH/tree" "$tree"
  mkdir "$tree/DEBIAN"
  printf '%s\n' "Package: $name" "Version: $2" 'Architecture: all' 'Section: misc' 'Priority: optional' \
    'Maintainer: mesh-infra lab <lab@example.invalid>' "Description: $3" > "$tree/DEBIAN/control"
  if [ "$name" = mesh-demo-svc ]; then
    cp "$HERE"/packages/mesh-demo-svc/{postinst,prerm,postrm} "$tree/DEBIAN/"
    echo /etc/mesh-demo-svc.conf > "$tree/DEBIAN/conffiles"
  fi
  dpkg-deb --root-owner-group -Zgzip -b "$tree" "$SCRATCH/repo/deb/${name}_$2_all.deb" > /dev/null
  rm -rf "$tree"
}

# AutoReqProv: no, and /bin/sh provided by itself for its scriptlets: on the lab's nodes the shell belongs to dpkg.
rpm_file() {
  local spec=$SCRATCH/$1.spec
  {
    printf '%s\n' "Name: $1" "Version: $2" 'Release: 1' "Summary: $3" 'License: MIT' 'BuildArch: noarch' 'AutoReqProv: no' \
      'Provides: /bin/sh' '%description' "$3" '%install' "cp -a $SCRATCH/tree/. %{buildroot}/" '%files'
    (cd "$SCRATCH/tree" && find . ! -type d -printf '/%P\n') | sed 's|^/etc/.*\.conf$|%config(noreplace) &|'
    if [ "$1" = mesh-demo-svc ]; then
      # as in Fedora: not enabled and not started by the installation
      # shellcheck disable=SC2016
      printf '%s\n' '%post' 'systemctl daemon-reload || :' '%preun' \
        'if [ "$1" = 0 ]; then systemctl disable --quiet --now mesh-demo-svc || :; fi'
    fi
  } > "$spec"
  rpmbuild --quiet -bb --define "_topdir $SCRATCH/rpmbuild" --define "_rpmdir $SCRATCH/repo/rpm" \
    --define '_build_name_fmt %%{NAME}-%%{VERSION}-%%{RELEASE}.noarch.rpm' --define '__os_install_post %{nil}' "$spec"
}

packages() {
  local number tool command version
  for version in 1.0 1.1; do
    demo_tree "$SCRATCH/tree" "$version"
    package mesh-demo "$version" 'prints its version'
  done
  service_tree "$SCRATCH/tree"
  package mesh-demo-svc 1.0 'a daemon that stays running'
  for number in $(seq -w 1 20); do
    tiny_tree "$SCRATCH/tree" "mesh-pkg-$number"
    package "mesh-pkg-$number" 1.0 'one small file'
  done
  while read -r tool command version; do
    tool_tree "$SCRATCH/tree" "$command" "$version"
    package "$tool" "$version" "lab stand-in for $tool: prints a version and does nothing"
  done <<< $'tmux tmux 3.3a\nripgrep rg 13.0.0\nneovim nvim 0.7.2\nhtop htop 3.2.2'
}

indexes() {
  local file
  cd "$SCRATCH/repo/deb"
  dpkg-scanpackages -m . > Packages 2> /dev/null
  gzip -9nk Packages
  {
    printf '%s\n' 'Origin: mesh-lab' 'Label: mesh-lab' 'Suite: lab' "Date: $(LC_ALL=C date -Ru)" SHA256:
    for file in Packages Packages.gz; do
      echo " $(sha256sum < "$file" | cut -d' ' -f1) $(stat -c %s "$file") $file"
    done
  } > Release
  createrepo_c --quiet "$SCRATCH/repo/rpm"
}

# Repositories that no script makes any more and that are older than half a day, if no lab's server has them open.
drop_stale() { # drop_stale CURRENT
  local dir
  find "$CACHE" -maxdepth 1 -name 'repo-*' ! -path "$1" -mmin +720 | while read -r dir; do
    readlink /proc/[0-9]*/cwd | grep -qxF "$dir" || rm -rf "$dir"
  done
}

finish() {
  local status=$?
  if [ $status != 0 ]; then
    tail -n 10 "$LOG" | sed 's/^/  | /' >&2
    say "error: could not build the package repository (whole log: $LOG)"
  fi
  rm -rf "$SCRATCH"
}

main() {
  local hash target started=$SECONDS
  hash=$(find "$HERE/repo.sh" "$HERE/packages" -type f -printf '%P %m\n' -exec cat {} \; | sha256sum | cut -c1-12)
  target=$CACHE/repo-$hash
  if [ ! -d "$target" ]; then
    mkdir -p "$CACHE"
    exec 7> "$CACHE/.repo-lock"
    flock 7
    if [ ! -d "$target" ]; then
      rm -rf "$CACHE"/.repo-??????
      SCRATCH=$(mktemp -d "$CACHE/.repo-XXXXXX")
      trap finish EXIT
      chmod 755 "$SCRATCH"
      mkdir -p "$SCRATCH/repo/deb" "$SCRATCH/repo/rpm"
      packages > "$LOG" 2>&1
      indexes >> "$LOG" 2>&1
      rm -f "$LOG"
      mv "$SCRATCH/repo" "$target"
      drop_stale "$target"
      say "built the package repository in $((SECONDS - started)) s: $target"
    fi
  fi
  echo "$target"
}

main
