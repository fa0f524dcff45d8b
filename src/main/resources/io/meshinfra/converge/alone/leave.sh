# How the hub leaves a catalog on the node. MESH_HOME is the folder of mesh-infra there.
umask 077
set +f
mesh_stop() { printf 'cannot %s\n' "$1"; rm -rf "$MESH_HOME/alone.new"; exit 0; }
mesh_begin() {
  mesh_has flock || mesh_stop 'leave anything: flock is missing on the node; install util-linux'
  rm -rf "$MESH_HOME/alone.new"
  mkdir -p "$MESH_HOME/alone.new" && cd "$MESH_HOME/alone.new" || mesh_stop 'write there; is the disk full or read-only?'
}
mesh_store() { base64 -d >"$1" || mesh_stop 'store the catalog; is the disk full?'; }
mesh_lock() {
  exec 9>>"$MESH_HOME/lock"
  flock -n 9 || mesh_stop 'replace it now: a run is at work on the node'
}
# mesh_write FILE: never half.
mesh_write() { cat >"$1.new" && mv -f "$1.new" "$1"; }

# mesh_end LINE: what the node does not read as the hub does, it will not act on. Then the folder takes the place of
# the former one; between two renames there is none, and then the script finds the former one.
mesh_end() {
  MESH_ALONE=$MESH_HOME/alone.new sh ./mesh.sh prove >unproved || mesh_stop 'verify itself'
  mesh_unproved=$(($(wc -l <unproved)))
  printf '%s %s\n' "$1" "$mesh_unproved" >key || mesh_stop 'store the catalog; is the disk full?'
  sync 2>/dev/null
  cd /
  mesh_lock
  rm -rf "$MESH_HOME/alone.old"
  [ ! -e "$MESH_HOME/alone" ] || mv "$MESH_HOME/alone" "$MESH_HOME/alone.old"
  mv "$MESH_HOME/alone.new" "$MESH_HOME/alone" || mesh_stop 'replace the former one'
  rm -rf "$MESH_HOME/alone.old"
  mesh_write "$MESH_HOME/mesh" <"$MESH_HOME/alone/mesh.sh" && chmod 0700 "$MESH_HOME/mesh"
  printf 'left %s\n' "$mesh_unproved"
}

# mesh_renew KEY LINE: the same catalog, of another revision.
mesh_renew() {
  mesh_lock
  read -r mesh_key mesh_rest <"$MESH_HOME/alone/key" && [ "$mesh_key" = "$1" ] || mesh_stop 'find what was left before'
  printf '%s %s\n' "$2" "${mesh_rest##* }" | mesh_write "$MESH_HOME/alone/key" || mesh_stop 'write there; is the disk full?'
  printf 'left %s\n' "${mesh_rest##* }"
}

mesh_remove() {
  [ -d "$MESH_HOME" ] || { echo removed; exit 0; }
  mesh_lock
  rm -rf "$MESH_HOME/alone" "$MESH_HOME/alone.new" "$MESH_HOME/alone.old" "$MESH_HOME/mesh" && echo removed
}
