# What the guard keeps and puts back. G is its folder.
# Kept in any case: whatever decides who gets in, since a step may do more than it says.
DOORS='/etc/passwd /etc/shadow /etc/group /etc/gshadow /etc/shells /etc/login.defs /etc/nsswitch.conf /etc/pam.conf
/etc/hosts /etc/hosts.allow /etc/hosts.deny /etc/resolv.conf /etc/sudoers /etc/nftables.conf /etc/environment
/etc/nologin /run/nologin /etc/subuid /etc/subgid'
DOOR_TREES='/etc/ssh /etc/sudoers.d /etc/pam.d /etc/security /etc/network /etc/netplan /etc/systemd/network
/etc/NetworkManager /etc/wireguard /etc/nftables.d /etc/iptables /etc/ufw /etc/firewalld'
DOOR_UNITS='ssh sshd ssh.socket sshd.socket'
RUNLEVELS='/etc/rc0.d /etc/rc1.d /etc/rc2.d /etc/rc3.d /etc/rc4.d /etc/rc5.d /etc/rc6.d /etc/rcS.d /etc/runlevels
/etc/systemd/system' # which update-rc.d keeps in step also where systemd does not run
MOST_ENTRIES=20000

# Lists: files (./path of all that is there), trees, absent, theirs, units; and was.tar with what files names.
keep() {
  for list in files trees absent theirs asked units; do : >"$G/$list"; done
  while IFS= read -r line; do
    case $line in
      'path '*) keep_path "${line#path }" ;;
      'tree '*) keep_tree "${line#tree }" ;;
      'unit '*) printf '%s\n' "${line#unit }" >>"$G/asked" ;;
      'login '*) keep_login "${line#login }" ;;
    esac
  done <"$MESH_RUN/guard.what"
  for path in $DOORS; do keep_path "$path"; done
  for path in $DOOR_TREES "$MESH_DUE"; do keep_tree "$path"; done
  if [ "$MESH_INIT" != systemd ]; then for path in $RUNLEVELS; do keep_tree "$path"; done; fi
  sort -u "$G/files" >"$G/files.new" && mv "$G/files.new" "$G/files"
  tar -C / -cpf "$G/was.tar" --no-recursion -T "$G/files" 2>"$G/tar.err" # what vanishes meanwhile is no fault
  tar -tf "$G/was.tar" >/dev/null 2>&1 || return 1
  keep_units
  keep_network
}

# A way that somebody else could swap is left alone, as steps do; the login becomes root anyway.
keep_path() {
  parent=${1%/*}
  mesh_walk "${parent:-/}"
  if [ -n "$mesh_writer" ] && [ "$mesh_writer" != "${login:-root}" ]; then
    printf '%s\n' "$1" >>"$G/theirs"
  elif [ -n "$mesh_unsafe" ] && [ -d "${parent:-/}" ] && [ "$mesh_writer" != "${login:-root}" ]; then
    printf '%s\n' "$1" >>"$G/theirs"
  elif [ -e "$1" ] || [ -L "$1" ]; then
    printf '.%s\n' "$1" >>"$G/files"
  else
    printf '%s\n' "$1" >>"$G/absent"
  fi
}
# One that is not there yet is removed with all that came into it.
keep_tree() {
  keep_path "$1"
  if [ -L "$1" ] || grep -qxF -- "$1" "$G/theirs"; then return 0; fi
  printf '%s\n' "$1" >>"$G/trees"
  [ ! -d "$1" ] || find "$1" -xdev 2>/dev/null | head -n $MOST_ENTRIES | sed 's/^/./' >>"$G/files"
}
keep_login() {
  login=$1
  home=$(getent passwd "$1" 2>/dev/null | cut -d: -f6)
  [ -n "$home" ] || home=$(sed -n "s|^$1:[^:]*:[^:]*:[^:]*:[^:]*:\([^:]*\):.*|\1|p" /etc/passwd)
  case $home in
    /?*)
      keep_path "$home"
      keep_tree "$home/.ssh"
      ;;
  esac
}

# One line each: NAME LOADED ACTIVE ENABLED.
unit_now() {
  if [ "$MESH_INIT" = systemd ]; then
    timeout 20 systemctl show -p Id -p LoadState -p ActiveState -p UnitFileState -- "$1" 2>/dev/null \
      | { while IFS='=' read -r k v; do case $k in Id) i=$v ;; LoadState) l=$v ;; ActiveState) a=$v ;; UnitFileState) f=$v ;; esac; done
          echo "$i $l $a ${f:--}"; }
  elif [ -x "/etc/init.d/$1" ]; then
    if timeout 20 "/etc/init.d/$1" status >/dev/null 2>&1; then echo "$1 loaded active -"; else echo "$1 loaded inactive -"; fi
  fi
}
keep_units() {
  for unit in $DOOR_UNITS $(cat "$G/asked"); do unit_now "$unit"; done \
    | grep -v ' not-found ' | sort -u >"$G/units"
}

rules() { if mesh_has nft; then nft -s list ruleset; fi 2>/dev/null; }
tables() { if mesh_has "$1"; then timeout 10 "$1" | sed '/^#/d;s/\[[0-9:]*\]$//'; fi 2>/dev/null; }
up() { ip -o link show up | sed 's/^[0-9]*: \([^:@]*\).*/\1/'; }
addresses() { ip -o addr show scope global | sed -n 's/^[0-9]*: \([^ ]*\) *\(inet6*\) \([^ ]*\) .*/\1 \3/p'; }
routes() { ip "$1" route show | sed 's/ linkdown//;s/ dead//;s/ expires [^ ]*//;s/ *$//'; }
keep_network() {
  rules >"$G/nft"
  for family in iptables-save ip6tables-save; do tables $family >"$G/$family"; done
  mesh_has ip || return 0
  up >"$G/up"
  addresses >"$G/addresses"
  routes -4 >"$G/routes-4"
  routes -6 >"$G/routes-6"
}

# Puts all of it back that is not as it was, and says so line by line. Twice does no harm: it may be cut off.
put_back() {
  [ "$1" = boot ] || put_network # a boot sets it up anew, from files
  unpack || { rm -rf "$G/was" && remove_new && unpack; } || put_in_place
  put_files
  remove_new
  put_theirs
  put_units "$1"
  [ "$1" = boot ] || put_network # what services have set up meanwhile
}

unpack() { mkdir -p "$G/was" && tar -C "$G/was" -xpf "$G/was.tar"; }
# The disk is full also without what the run brought.
put_in_place() {
  rm -rf "$G/was"
  tar -C / -xvpf "$G/was.tar" | sed 's|^\./|/|'
}

same() {
  [ "$(stat -c '%f %u %g' -- "$1")" = "$(stat -c '%f %u %g' -- "$2" 2>/dev/null)" ] || return 1
  if [ -L "$1" ]; then [ "$(readlink -- "$1")" = "$(readlink -- "$2")" ]
  elif [ -f "$1" ]; then cmp -s -- "$1" "$2"; fi
}
# Folders first: what is in them may be out of reach, or gone with them.
put_files() {
  while IFS= read -r name; do
    was=$G/was/${name#./} live=${name#.}
    [ -d "$was" ] && [ ! -L "$was" ] && ! same "$was" "$live" || continue
    [ -d "$live" ] && [ ! -L "$live" ] || { rm -f -- "$live"; mkdir -p -- "$live"; }
    chown -h -- "$(stat -c %u:%g -- "$was")" "$live" && chmod -- "$(stat -c %a -- "$was")" "$live" && echo "$live"
  done <"$G/files"
  while IFS= read -r name; do
    was=$G/was/${name#./} live=${name#.}
    [ -e "$was" ] || [ -L "$was" ] || continue
    [ -L "$was" ] || [ ! -d "$was" ] || continue
    ! same "$was" "$live" || continue
    [ ! -d "$live" ] || [ -L "$live" ] || mv -- "$live" "$G/instead-of${name##*/}.$$"
    mkdir -p -- "${live%/*}"
    chattr -i -a -- "$live" 2>/dev/null
    cp -pP -- "$was" "$live.mesh-guard" && mv -f -- "$live.mesh-guard" "$live" && echo "$live"
    ! mesh_has restorecon || restorecon -- "$live" 2>/dev/null
  done <"$G/files"
}
remove_new() {
  {
    cat "$G/absent"
    while IFS= read -r tree; do find "$tree" -xdev 2>/dev/null; done <"$G/trees" \
      | sed 's/^/./' | grep -vxF -f "$G/files" | sed 's/^.//'
  } | sort -r | while IFS= read -r path; do
    case $path in *mesh-guard-*) continue ;; esac
    if [ -d "$path" ] && [ ! -L "$path" ]; then rmdir -- "$path" && echo "$path (removed)"
    elif [ -e "$path" ] || [ -L "$path" ]; then rm -f -- "$path" && echo "$path (removed)"; fi
  done
}
# What the steps kept themselves, the oldest last, with the rights of whose folder it is.
put_theirs() {
  kept=$(ls "$MESH_RUN/kept" 2>/dev/null | wc -l)
  while [ "$kept" -gt 0 ]; do
    path=$(cat "$MESH_RUN/kept/$kept/path" 2>/dev/null) # services and packages have none
    if [ -n "$path" ] && grep -qxF -- "$path" "$G/theirs"; then
      if [ -f "$MESH_RUN/kept/$kept/was" ]; then (base64 "$MESH_RUN/kept/$kept/was" | mesh_put "$path" '' '' '' '') && echo "$path"
      elif [ ! -e "$MESH_RUN/kept/$kept/stat" ]; then (mesh_change "$path" "rm -f -- '$(printf %s "$path" | sed "s/'/'\\\\''/g")'") && echo "$path (removed)"; fi
    fi
    kept=$((kept - 1))
  done
}

ctl() { timeout 60 systemctl "$@" </dev/null; }
# Restarted is what runs and was to be changed, or whose files were put back; at boot it starts anyway.
put_units() {
  [ "$MESH_INIT" != systemd ] || ctl daemon-reload
  while read -r unit load active file; do
    set -- "$1" $(unit_now "$unit")
    [ "$MESH_INIT" != systemd ] || put_unit_file "$unit" "$load" "$file" "$3" "$5"
    case $active:${4:-inactive}:$1 in
      active:active:boot | inactive:inactive:* | failed:*) ;;
      active:*:boot) act start "$unit" --no-block ;;
      active:active:*) must_restart "$unit" && act restart "$unit" ;;
      active:*) act restart "$unit" ;;
      inactive:active:*) act stop "$unit" ;;
    esac
  done <"$G/units"
}
put_unit_file() {
  if [ "$4" = masked ] && [ "$2" != masked ]; then ctl unmask -- "$1" && echo "$1 unmasked"; fi
  case $3:$5 in
    enabled:enabled | disabled:disabled) ;;
    enabled:*) ctl enable -- "$1" && echo "$1 enabled" ;;
    disabled:enabled) ctl disable -- "$1" && echo "$1 disabled" ;;
  esac
  if [ "$2" = masked ] && [ "$4" != masked ]; then ctl mask -- "$1" && echo "$1 masked"; fi
}
must_restart() {
  plain=${1%.service}
  grep -qxF -e "$plain" -e "$1" "$G/asked" && return 0
  case $plain in
    ssh | sshd) grep -q '^/etc/ssh/' "$G/report.new" ;;
    ssh.socket | sshd.socket) listens_by_generator && grep -q '^/etc/ssh/' "$G/report.new" ;;
    *) false ;;
  esac
}
# Ubuntu: the ports of the socket come from sshd_config, at each daemon-reload.
listens_by_generator() {
  for dir in /usr/lib /lib /etc; do
    [ ! -x "$dir/systemd/system-generators/sshd-socket-generator" ] || return 0
  done
  return 1
}
act() {
  if [ "$MESH_INIT" = systemd ]; then
    ctl reset-failed -- "$2" 2>/dev/null
    ctl "$1" ${3:+"$3"} -- "$2"
  else
    timeout 60 "/etc/init.d/$2" "$1" </dev/null >/dev/null
  fi && echo "$2 ($1)"
}

put_network() {
  if mesh_has nft && [ "$(rules)" != "$(cat "$G/nft")" ]; then
    { echo 'flush ruleset'; cat "$G/nft"; } | nft -f - && echo 'firewall rules (nft)'
  fi
  for family in iptables ip6tables; do
    if mesh_has $family-save && [ "$(tables $family-save)" != "$(cat "$G/$family-save")" ]; then
      $family-restore <"$G/$family-save" && echo "firewall rules ($family)"
    fi
  done
  mesh_has ip || return 0
  for link in $(cat "$G/up"); do up | grep -qxF -- "$link" || { ip link set "$link" up && echo "$link up"; }; done
  while read -r link address; do
    addresses | grep -qxF -- "$link $address" || { ip addr add "$address" dev "$link" && echo "$address"; }
  done <"$G/addresses"
  addresses | while read -r link address; do
    grep -qxF -- "$link $address" "$G/addresses" || { ip addr del "$address" dev "$link" && echo "$address (removed)"; }
  done
  for family in -4 -6; do
    routes $family | grep -vxF -f "$G/routes$family" | while IFS= read -r route; do
      ip $family route del $route && echo "route $route (removed)"
    done
    while IFS= read -r route; do
      routes $family | grep -qxF -- "$route" || { ip $family route replace $route && echo "route $route"; }
    done <"$G/routes$family"
  done
}
