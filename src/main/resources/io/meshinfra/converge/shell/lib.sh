# What the steps of a run may call. Sourced by each step; MESH_RUN is the folder of the run.
umask 022
MESH_DUE=${MESH_RUN%/*/*}/due

mesh_fail() { printf '%s\n' "$*" >&2; exit 1; }

# mesh_make_due MARKER REACTION: notes that a resource must react; a restart is never weakened.
mesh_make_due() {
  mkdir -p "$MESH_DUE"
  [ "$(cat "$MESH_DUE/$1" 2>/dev/null)" = restart ] || printf '%s\n' "$2" >"$MESH_DUE/$1"
}

# mesh_keep PATH: keeps what is at a path, so that the step can be undone without the hub.
mesh_keep() {
  mesh_kept=$(($(ls "$MESH_RUN/kept" | wc -l) + 1))
  mkdir "$MESH_RUN/kept/$mesh_kept"
  printf '%s\n' "$1" >"$MESH_RUN/kept/$mesh_kept/path"
  if [ -e "$1" ] || [ -L "$1" ]; then
    [ -d "$1" ] && [ ! -L "$1" ] || cp -pP -- "$1" "$MESH_RUN/kept/$mesh_kept/was"
  fi
}

# mesh_put PATH OWNER GROUP MODE VALIDATE: replaces a file atomically with the base64 on stdin.
# An empty setting is taken from the file that is replaced, else root, root and 0644.
mesh_put() {
  mesh_dir=${1%/*}
  [ -d "$mesh_dir/" ] || mesh_fail "the folder $mesh_dir does not exist; declare it as a directory"
  if [ -d "$1" ] && [ ! -L "$1" ]; then mesh_fail "$1 is a directory; remove it first"; fi
  mesh_owner=$2 mesh_group=$3 mesh_mode=$4
  if [ -f "$1" ] && [ ! -L "$1" ]; then
    [ -n "$mesh_owner" ] || mesh_owner=$(stat -c %u -- "$1")
    [ -n "$mesh_group" ] || mesh_group=$(stat -c %g -- "$1")
    [ -n "$mesh_mode" ] || mesh_mode=$(stat -c %a -- "$1")
  fi
  mesh_new=$mesh_dir/.mesh-new-${MESH_RUN##*/}
  rm -f -- "$mesh_new"
  trap 'rm -f -- "$mesh_new"' EXIT
  (umask 077 && set -C && base64 -d >"$mesh_new") \
    || mesh_fail "could not write beside $1: is the disk full or read-only?"
  chown -- "${mesh_owner:-0}:${mesh_group:-0}" "$mesh_new"
  chmod -- "${mesh_mode:-0644}" "$mesh_new"
  if [ -d /sys/fs/selinux ] && command -v selinuxenabled >/dev/null 2>&1 && selinuxenabled; then
    mesh_label=$(matchpathcon -n -- "$1" 2>/dev/null) && chcon -- "$mesh_label" "$mesh_new"
  fi
  if [ -n "$5" ]; then
    sh -c "$5" mesh-validate "$mesh_new" </dev/null \
      || mesh_fail "the new content of $1 does not pass its validation; the file was left as it was"
  fi
  sync -- "$mesh_new" 2>/dev/null || sync
  mv -f -- "$mesh_new" "$1"
  trap - EXIT
  sync -- "$mesh_dir/" 2>/dev/null || :
}
