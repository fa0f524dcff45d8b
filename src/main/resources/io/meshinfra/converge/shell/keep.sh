# How the steps of a run keep what they replace, so that it can be put back without the hub. Part of lib.
# Each thing has a folder below kept/: what it is (path, service or packages), "before" and, once the run
# is closed, "after": how it was, each in the words of mesh_now. "step" is the number of the step.

[ -n "${MESH_SALT:-}" ] || { read -r MESH_SALT <"${MESH_RUN%/*/*}/salt"; } 2>/dev/null || MESH_SALT=
# A copy of more bytes is not made: it would fill the disk, and nothing that git holds is so large.
MESH_MOST_KEPT=67108864
mesh_last_kept=

# mesh_keep PATH: keeps what is at a path, and who may write there ("by"): nobody else gets to see it
# when it is put back. It is on the disk before anything is changed, since a crash may come after that.
mesh_keep() {
  mesh_keep_all "$1" && return 0
  [ -n "$mesh_was" ] || return 1
  # On a full disk; half of it helps nobody and would leave no room for anybody.
  rm -f "$mesh_was/was"
  [ -s "$mesh_was/path" ] || rm -rf "$mesh_was"
  return 1
}
mesh_keep_all() {
  mesh_was=
  mesh_new_kept && printf '%s\n' "$1" >"$mesh_was/path" || return 1
  mesh_walk "${1%/*}"
  if [ ! -e "${1%/*}/" ]; then
    mesh_before=absent
  elif [ -n "$mesh_unsafe" ]; then
    mesh_before="unknown $mesh_unsafe"
  else
    printf '%s\n' "$mesh_writer" >"$mesh_was/by" || return 1
    if [ -n "$mesh_writer" ]; then
      mesh_keep_theirs "$1" || return 1
    elif [ -f "$1" ] && [ ! -L "$1" ]; then
      { mesh_keep_open; } 3<"$1" || return 1
    else
      mesh_before=$(mesh_state "$1")
      # So nothing of it can be lost.
      case $mesh_before in directory*) [ -n "$(ls -A "$1" | head -n 1)" ] || : >"$mesh_was/empty" ;; esac
    fi
  fi
  printf '%s\n' "$mesh_before" >"$mesh_was/before" || return 1
  [ "$mesh_before" = absent ] || : >"$mesh_was/stat" # there was something
  set -- "$mesh_was/path" "$mesh_was/before"
  [ ! -s "$mesh_was/was" ] || set -- "$@" "$mesh_was/was"
  sync -- "$@" 2>/dev/null || sync
}
# The file that is open as 3, whatever is put in its place meanwhile.
mesh_keep_open() {
  # shellcheck disable=SC2046 # numbers
  set -- $(stat -L -c '%u %g %a %s %Y' /proc/self/fd/3)
  [ $# -eq 5 ] || return 1
  if [ "$4" -gt $MESH_MOST_KEPT ]; then
    mesh_before="file $1 $2 $3 large-$4-$5"
  else
    mesh_empty_copy && dd bs=1048576 count=64 of="$mesh_was/was" <&3 2>/dev/null && mesh_digest "$mesh_was/was" || return 1
    mesh_before="file $1 $2 $3 $mesh_sum"
  fi
}
# It may hold a secret; how it was is in "before".
mesh_empty_copy() { (umask 077 && : >"$mesh_was/was"); }
# Read with the rights of the owner of the folder, not for ever and not without end: he may put
# anything there, and make the process say anything that he can read. What does not fit is not kept.
mesh_keep_theirs() {
  mesh_empty_copy || return 1
  mesh_asked 'mesh_say "$1"' "$1" | head -c $((MESH_MOST_KEPT + 8192)) | {
      IFS= read -r mesh_before || mesh_before=
      printf '%s\n' "$mesh_before" >"$mesh_was/before" && cat >"$mesh_was/was"
    } || return 1
  IFS= read -r mesh_before <"$mesh_was/before" || return 1
  case $mesh_before in
    'file '*' large-'*) rm -f "$mesh_was/was" ;;
    'file '*)
      mesh_digest "$mesh_was/was" || return 1
      if [ "${mesh_before##* }" != "$mesh_sum" ]; then
        rm -f "$mesh_was/was"
        mesh_before="unknown it changed while it was read as $mesh_writer"
      fi
      ;;
    *)
      rm -f "$mesh_was/was"
      [ -n "$mesh_before" ] || mesh_before="unknown it could not be read as $mesh_writer"
      ;;
  esac
}
# mesh_asked SCRIPT PATH: what the script prints with the rights of the owner of the folder.
mesh_asked() {
  (cd / && { printf 'MESH_SALT=%s\n' "$MESH_SALT" && cat "$MESH_RUN/lib" && printf '%s\n' "$1"; } \
    | mesh_as "$mesh_writer" timeout 30 sh -s -- "$2" 2>/dev/null)
}
# How it is, and after that its content, when it is a file that is not too large.
mesh_say() {
  mesh_before=$(mesh_state "$1")
  printf '%s\n' "$mesh_before"
  case $mesh_before in *' large-'*) ;; 'file '*) cat -- "$1" ;; esac
}

# mesh_keep_in_home USER PATH...: keeps what is at these paths in the home of a user, if there is one.
mesh_keep_in_home() {
  mesh_home=$(getent passwd "$1") || return 0
  mesh_home=${mesh_home%:*}
  mesh_home=${mesh_home##*:}
  shift
  for mesh_inside; do mesh_keep "${mesh_home%/}/$mesh_inside" || return 1; done
}

# mesh_keep_service USER REACTION NAME: keeps how a service is, before a step acts on it. The user is
# empty for a service of the system, the reaction for a step that does not restart or reload it.
mesh_keep_service() {
  mesh_new_kept
  printf '%s\n' "$3" >"$mesh_was/service"
  printf '%s\n' "$1" >"$mesh_was/user"
  printf '%s\n' "$2" >"$mesh_was/react"
  mesh_service_now "$3" "$1" >"$mesh_was/before"
}

# mesh_keep_packages NAME...: keeps which of these packages are there, and in which version.
mesh_keep_packages() {
  mesh_new_kept
  printf '%s\n' "$@" >"$mesh_was/packages"
  printf '%s\n' "$MESH_PM" >"$mesh_was/manager"
  mesh_packages_now "$@" >"$mesh_was/before"
}

# Makes a folder in that of the run, or of the one that undoes it, and puts its name into mesh_was.
mesh_new_kept() {
  mesh_kept=${MESH_KEEPER:-$MESH_RUN}/kept
  if [ -z "$mesh_last_kept" ]; then
    case $- in *f*) mesh_glob='set -f' ;; *) mesh_glob=: ;; esac
    set +f
    set -- "$mesh_kept"/*
    $mesh_glob
    [ -e "$1" ] || shift
    mesh_last_kept=$#
  fi
  mesh_last_kept=$((mesh_last_kept + 1))
  until mkdir -m 700 "$mesh_kept/$mesh_last_kept" 2>/dev/null; do
    [ -e "$mesh_kept/$mesh_last_kept" ] || return 1
    mesh_last_kept=$((mesh_last_kept + 1))
  done
  mesh_was=$mesh_kept/$mesh_last_kept
  printf '%s\n' "${MESH_STEP:-0}" >"$mesh_was/step"
}

# mesh_now ENTRY: how that is by now which is kept in a folder.
mesh_now() {
  if [ -f "$1/path" ]; then
    mesh_at "$(cat "$1/path")"
  elif [ -f "$1/service" ]; then
    mesh_service_now "$(cat "$1/service")" "$(cat "$1/user")"
  else
    MESH_PM=$(cat "$1/manager")
    # shellcheck disable=SC2046 # names of packages, without blanks
    mesh_packages_now $(cat "$1/packages")
  fi
}

# mesh_at PATH: what is there, in one line, seen with the rights of whoever may write there.
mesh_at() {
  if [ ! -e "${1%/*}/" ]; then
    echo absent
    return 0
  fi
  mesh_walk "${1%/*}"
  if [ -n "$mesh_unsafe" ]; then
    printf 'unknown %s\n' "$mesh_unsafe"
  elif [ -n "$mesh_writer" ]; then
    mesh_told=$(mesh_asked 'mesh_state "$1"' "$1" | head -c 8192 | head -n 1)
    printf '%s\n' "${mesh_told:-unknown it could not be read as $mesh_writer}"
  else
    mesh_state "$1"
  fi
}
mesh_state() {
  if [ ! -x "${1%/*}/" ]; then
    echo 'unknown its folder cannot be entered'
  elif [ -L "$1" ]; then
    printf 'link %s %s\n' "$(stat -c '%u %g' -- "$1")" "$(readlink -- "$1")"
  elif [ -f "$1" ]; then
    { mesh_state_open; } 3<"$1" || echo 'unknown it cannot be read'
  elif [ -d "$1" ]; then
    printf 'directory %s\n' "$(stat -c '%u %g %a' -- "$1")"
  elif [ -e "$1" ]; then
    printf 'other %s\n' "$(stat -c %F -- "$1")"
  else
    echo absent
  fi
}
mesh_state_open() {
  # shellcheck disable=SC2046 # numbers
  set -- $(stat -L -c '%u %g %a %s %Y' /proc/self/fd/3)
  [ $# -eq 5 ] || return 1
  if [ "$4" -gt $MESH_MOST_KEPT ]; then
    mesh_sum=large-$4-$5
  else
    mesh_digest /proc/self/fd/3 || return 1
  fi
  printf 'file %s %s %s %s\n' "$1" "$2" "$3" "$mesh_sum"
}
# mesh_digest FILE: puts the digest of its content into mesh_sum, with the salt of this node before it,
# which only root can read: nobody can try out what a short secret is.
mesh_digest() {
  [ -r "$1" ] || return 1
  mesh_sum=$({ printf '%s' "$MESH_SALT" && cat; } <"$1" | if mesh_has sha256sum; then sha256sum; else shasum -a 256; fi)
  mesh_sum=${mesh_sum%% *}
}

# mesh_service_now NAME USER: "up" or "down", and whether it begins at boot: "on", "off", "masked", or a
# word of systemd for a unit that is neither.
mesh_service_now() {
  if [ -d /run/systemd/system ]; then
    mesh_shown=$(mesh_systemctl "$2" show -p ActiveState -p UnitFileState -- "$1" 2>/dev/null) || mesh_shown=
    case $mesh_shown in
      *ActiveState=active* | *ActiveState=reloading* | *ActiveState=refreshing*) mesh_up=up ;;
      *ActiveState=activating*) mesh_up=up ;;
      *ActiveState=*) mesh_up=down ;;
      *) echo 'unknown systemd does not answer'; return 0 ;;
    esac
    mesh_boot=${mesh_shown##*UnitFileState=}
    mesh_boot=${mesh_boot%%[!a-z-]*}
    case $mesh_boot in
      enabled) mesh_boot=on ;;
      disabled | '') mesh_boot=off ;;
      generated) if mesh_linked "$1"; then mesh_boot=on; else mesh_boot=off; fi ;;
    esac
  elif [ -x "/etc/init.d/$1" ]; then
    if mesh_initd "$1" status >/dev/null 2>&1; then mesh_up=up; else mesh_up=down; fi
    if mesh_linked "$1"; then mesh_boot=on; else mesh_boot=off; fi
  else
    mesh_up=down mesh_boot=off
  fi
  printf 'service %s %s\n' "$mesh_up" "$mesh_boot"
}
mesh_systemctl() {
  mesh_owner=$1
  shift
  if [ -z "$mesh_owner" ]; then
    timeout 150 systemctl "$@" </dev/null
  else
    mesh_as "$mesh_owner" env XDG_RUNTIME_DIR="/run/user/$(id -u "$mesh_owner")" timeout 150 systemctl --user "$@" </dev/null
  fi
}
mesh_initd() {
  if mesh_has service; then timeout 150 service "$1" "$2" </dev/null; else timeout 150 "/etc/init.d/$1" "$2" </dev/null; fi
}
# Whether a script of /etc/init.d begins at boot.
mesh_linked() {
  [ -n "$(find /etc/rc2.d /etc/rc3.d /etc/rc4.d /etc/rc5.d /etc/runlevels/default -mindepth 1 -maxdepth 1 \
    \( -name "S[0-9][0-9]${1%.service}" -o -path "/etc/runlevels/*/$1" \) 2>/dev/null)" ]
}

# mesh_packages_now NAME...: "packages", then NAME=VERSION for each that is there and NAME= for the others.
mesh_packages_now() {
  printf packages
  for mesh_name; do
    case $MESH_PM in
      apt) mesh_version=$(dpkg-query -W -f '${db:Status-Status} ${Version}' -- "$mesh_name" 2>/dev/null) || mesh_version= ;;
      dnf) mesh_version=$(rpm -q --qf 'installed %{EVR}' -- "$mesh_name" 2>/dev/null) || mesh_version= ;;
      apk) mesh_version=$(apk info -e -v "$mesh_name" 2>/dev/null | sed 's/^/installed /') ;;
      *) mesh_version= ;;
    esac
    case $mesh_version in 'installed '*) mesh_version=${mesh_version#installed } ;; *) mesh_version= ;; esac
    printf ' %s=%s' "$mesh_name" "$mesh_version"
  done
  echo
}
