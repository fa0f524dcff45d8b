# How the steps of a run keep what they replace, so that it can be put back without the hub. Part of lib.
# Each thing has a folder below kept/: what it is (path, service or packages), "before" and, once the run
# is closed, "after": how it was, each in the words of mesh_now. "step" is the number of the step.

[ -n "${MESH_SALT:-}" ] || { read -r MESH_SALT <"${MESH_RUN%/*/*}/salt"; } 2>/dev/null || MESH_SALT=

# mesh_keep PATH: keeps what is at a path.
mesh_keep() {
  mesh_new_kept && printf '%s\n' "$1" >"$mesh_was/path" && mesh_at "$1" >"$mesh_was/before" || return 1
  [ "$(cat "$mesh_was/before")" = absent ] || cp "$mesh_was/before" "$mesh_was/stat" # there was something
  mesh_walk "${1%/*}"
  if [ -n "$mesh_unsafe" ]; then
    return 0
  elif [ -n "$mesh_writer" ]; then # read with the rights of the owner only, and not for ever
    [ ! -f "$1" ] || [ -L "$1" ] || mesh_as "$mesh_writer" timeout 30 cat -- "$1" >"$mesh_was/was" 2>/dev/null || :
  elif [ -f "$1" ] || [ -L "$1" ]; then
    cp -pP -- "$1" "$mesh_was/was" || return 1
  elif [ -d "$1" ] && [ -z "$(ls -A "$1")" ]; then
    : >"$mesh_was/empty" # so nothing of it can be lost
  fi
  # On the disk before anything is changed, since a crash may come at any moment after that.
  [ -L "$mesh_was/was" ] || [ ! -s "$mesh_was/was" ] || sync -- "$mesh_was/was" 2>/dev/null || sync
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

# Into the folder of the run, or of the one that undoes it.
mesh_new_kept() {
  mesh_was=${MESH_KEEPER:-$MESH_RUN}/kept
  mesh_was=$mesh_was/$(($(ls "$mesh_was" | wc -l) + 1))
  mkdir "$mesh_was" && printf '%s\n' "${MESH_STEP:-0}" >"$mesh_was/step"
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
    (cd / && { printf 'MESH_SALT=%s\n' "$MESH_SALT" && cat "$MESH_RUN/lib" && echo 'mesh_state "$1"'; } | mesh_as "$mesh_writer" timeout 30 sh -s -- "$1" 2>/dev/null) \
      || printf 'unknown it could not be read as %s\n' "$mesh_writer"
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
    printf 'file %s %s\n' "$(stat -c '%u %g %a' -- "$1")" "$(mesh_digest "$1")"
  elif [ -d "$1" ]; then
    printf 'directory %s\n' "$(stat -c '%u %g %a' -- "$1")"
  elif [ -e "$1" ]; then
    printf 'other %s\n' "$(stat -c %F -- "$1")"
  else
    echo absent
  fi
}
# With the salt of this node before it, which only root can read: nobody can try out what a short secret is.
mesh_digest() { { printf '%s' "$MESH_SALT" && cat; } <"$1" | if mesh_has sha256sum; then sha256sum; else shasum -a 256; fi | cut -c 1-64; }

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
