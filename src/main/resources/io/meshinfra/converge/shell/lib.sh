# What the steps of a run may call. Sourced by each step; MESH_RUN is the folder of the run.
umask 022
MESH_DUE=${MESH_RUN%/*/*}/due
mesh_walked=-

mesh_fail() { printf '%s\n' "$*" >&2; exit 1; }

# mesh_make_due MARKER REACTION: notes that a resource must react; a restart is never weakened.
mesh_make_due() {
  mkdir -p "$MESH_DUE"
  [ "$(cat "$MESH_DUE/$1" 2>/dev/null)" = restart ] || printf '%s\n' "$2" >"$MESH_DUE/$1"
}

# mesh_walk FOLDER: sets mesh_writer to who may write there without giving somebody else more than
# he has: empty for root, else the owner of the folder. Sets mesh_unsafe to the reason when nobody may.
# A user can swap everything below a folder of his at any time; nobody can swap what is in root's.
mesh_walk() {
  [ "$1" != "$mesh_walked" ] || return 0
  mesh_walked=$1 mesh_folder=$1 mesh_links=0
  while mesh_look "$mesh_folder"; do
    mesh_links=$((mesh_links + 1))
    if [ $mesh_links -gt 20 ]; then mesh_unsafe="there are too many links on the way to $1"; return 0; fi
  done
}

# Looks at a path once; succeeds when it went through a link of root, for another look.
mesh_look() {
  mesh_writer= mesh_unsafe= mesh_loose= mesh_way= mesh_rest=${1#/}
  set -- /
  while [ -n "$mesh_rest" ]; do
    mesh_way=$mesh_way/${mesh_rest%%/*}
    set -- "$@" "$mesh_way"
    case $mesh_rest in */*) mesh_rest=${mesh_rest#*/} ;; *) mesh_rest= ;; esac
  done
  mesh_seen=$(stat -c '%u %a %U %F' -- "$@" 2>/dev/null) || mesh_unsafe="the folder $mesh_way does not exist"
  while [ -z "$mesh_unsafe" ] && read -r mesh_uid mesh_bits mesh_name mesh_type; do
    mesh_judge "$1"
    if [ -z "$mesh_unsafe" ] && [ "$mesh_type" = 'symbolic link' ]; then
      mesh_through "$1" "$mesh_way"
      if [ -n "$mesh_unsafe" ]; then return 1; else return 0; fi
    fi
    shift
  done <<MESH_SEEN
$mesh_seen
MESH_SEEN
  return 1
}

# mesh_judge PATH: one part of the way, seen as mesh_uid, mesh_bits, mesh_name and mesh_type.
mesh_judge() {
  if [ -n "$mesh_loose" ]; then
    mesh_unsafe="others than root can write in $mesh_loose and swap $1; forbid that with mode 0755 or 1777"
  elif [ "$mesh_type" = 'symbolic link' ] && [ -n "$mesh_writer$(mesh_foreign)" ]; then
    mesh_unsafe="$1 is a link of $mesh_name or in a folder of theirs; only links of root in folders of root are followed"
  elif [ "$mesh_uid" -ne 0 ] && [ -n "$mesh_writer" ] && [ "$mesh_name" != "$mesh_writer" ]; then
    mesh_unsafe="$1 belongs to $mesh_name, but lies in a folder of $mesh_writer, who could swap it"
  elif [ "$mesh_uid" -eq 0 ] && [ -n "$mesh_writer" ]; then
    mesh_unsafe="$1 belongs to root, but lies in a folder of $mesh_writer, who could swap it"
  elif [ "$mesh_uid" -ne 0 ] && [ "$mesh_name" = UNKNOWN ]; then
    mesh_unsafe="$1 belongs to the number $mesh_uid, which is no user of this machine"
  elif [ "$mesh_uid" -ne 0 ]; then
    mesh_writer=$mesh_name
  elif [ "$mesh_type" != 'symbolic link' ]; then
    case $mesh_bits in
      1??? | 3??? | 5??? | 7???) ;; # sticky: what belongs to root cannot be moved away there
      *[2367]? | *[2367]) mesh_loose=$1 ;;
    esac
  fi
}
mesh_foreign() { [ "$mesh_uid" -eq 0 ] || echo foreign; }

# mesh_through LINK FOLDER: puts into mesh_folder where FOLDER really is, one link further.
mesh_through() {
  mesh_target=$(readlink -- "$1")
  case $mesh_target in
    /*) mesh_base= ;;
    *) mesh_base=${1%/*} mesh_target=$mesh_base/$mesh_target ;;
  esac
  # Up from where the link is, there are no links; further on, "up" would have to be looked at first.
  while :; do
    case $mesh_target in
      "$mesh_base"/../*) mesh_base=${mesh_base%/*} mesh_target=$mesh_base/${mesh_target#*/../} ;;
      *) break ;;
    esac
  done
  case $mesh_target/ in */../*) mesh_unsafe="the link $1 goes up in the middle of its target" ;; esac
  mesh_folder=${mesh_target%/}${2#"$1"}
}

# mesh_beside FOLDER: notes where a step makes things ready, for mesh_tidy.
mesh_beside() { printf '%s\n' "$1" >>"$MESH_RUN/beside" || :; }

# mesh_tidy RUN: removes what steps of a run that were killed had made ready beside files; not while one is at work.
mesh_tidy() {
  set +f
  [ -e "$1/beside" ] || return 0
  sort -u "$1/beside" | while IFS= read -r mesh_place; do
    for mesh_left in "$mesh_place"/.mesh-new-?????? "$mesh_place"/.mesh-infra.??????; do
      if [ -d "$mesh_left" ] && [ ! -L "$mesh_left" ]; then
        (mesh_change "$mesh_left" "rm -rf -- '$(printf %s "$mesh_left" | sed "s/'/'\\\\''/g")'")
      fi
    done
  done
  rm -f "$1/beside"
}

# mesh_put PATH OWNER GROUP MODE VALIDATE QUIET: replaces a file atomically with the base64 on stdin.
# An empty setting is taken from the file that is replaced, else from the owner of the folder, and 0644.
mesh_put() {
  [ -d "${1%/*}/" ] || mesh_fail "the folder ${1%/*} does not exist; declare it as a directory"
  mesh_walk "${1%/*}"
  [ -z "$mesh_unsafe" ] || mesh_fail "$1 cannot be written safely: $mesh_unsafe"
  mesh_beside "${1%/*}"
  if [ -z "$mesh_writer" ]; then
    sh "$MESH_RUN/put.sh" "$@"
  else
    mesh_as "$mesh_writer" sh -c "$(cat "$MESH_RUN/put.sh")" mesh-put "$@"
  fi
}

# mesh_change PATH SCRIPT: runs a script that changes what is at a path, as who may write there.
mesh_change() {
  mesh_walk "${1%/*}"
  [ -z "$mesh_unsafe" ] || mesh_fail "$1 cannot be changed safely: $mesh_unsafe"
  mesh_beside "${1%/*}"
  if [ -z "$mesh_writer" ]; then
    eval "$2"
  else
    (
      cd /
      { cat "$MESH_RUN/lib" && printf 'set -e\nmesh_main() {\n%s\n}\nmesh_main </dev/null\nexit\n' "$2"; } \
        | mesh_as "$mesh_writer" sh
    ) || mesh_fail "$1 could not be changed as $mesh_writer, whose folder it is in"
  fi
}
